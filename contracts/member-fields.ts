import { Type } from 'typebox'

/** At most 254 octets on the wire (RFC 5321); its form is looked at in members/email-address.ts. */
export const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' })
/** NIST SP 800-63B: at least 8, long ones welcome; the upper bound keeps hashing cheap. */
export const Password = Type.String({ minLength: 8, maxLength: 256 })
export const PersonName = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
export const Phone = Type.String({ minLength: 5, maxLength: 30, pattern: '^[0-9+() -]+$' })
export const Locale = Type.Union([Type.Literal('ko'), Type.Literal('en')])
export const Code = Type.String({ pattern: '^[0-9]{6}$' })
export const Token = Type.String({ minLength: 16, maxLength: 200, pattern: '^[\\w-]+$' })
