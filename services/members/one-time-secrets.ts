import { hash, randomBytes, randomInt } from 'node:crypto'
import { uuidv7 } from '#platform/ids.ts'
import type { PersonalData } from '#platform/security/personal-data.ts'
import type { ResetDraft } from './password-reset-store.ts'
import type { VerificationDraft } from './verification-store.ts'

/** 256 random bits, in the alphabet of links and cookies. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 in hex. Enough for a random token: there is nothing to guess it from. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex')
}

/**
 * A code's hash. Keyed, because a million codes are tried in a second by whoever has the table but
 * not the key; with the address in it, because equal codes must not look alike.
 */
export function hashCode(personal: PersonalData, emailIndex: string, code: string): string {
  return personal.blindIndex(`${emailIndex} ${code}`, 'member.verification_code')
}

/** A new code and token for an address: hashes to compare with, and both sealed for the mail. */
export function draftVerification(
  personal: PersonalData,
  emailIndex: string,
  nowMs: number,
): VerificationDraft {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const token = newToken()
  const mailId = uuidv7(nowMs)
  return {
    codeHash: hashCode(personal, emailIndex, code),
    tokenHash: hashToken(token),
    mailId,
    secretSealed: personal.seal(JSON.stringify({ code, token }), secretPlace(mailId)),
  }
}

/** A new token that lets a password be chosen: its hash, and itself sealed for the mail. */
export function draftReset(personal: PersonalData, nowMs: number): ResetDraft {
  const token = newToken()
  const mailId = uuidv7(nowMs)
  return {
    tokenHash: hashToken(token),
    mailId,
    secretSealed: personal.seal(JSON.stringify({ token }), secretPlace(mailId)),
  }
}

/** The code only where the mail has one. */
export function openSecret(
  personal: PersonalData,
  mailId: string,
  secretSealed: string,
): { readonly code?: string; readonly token: string } {
  return JSON.parse(personal.open(secretSealed, secretPlace(mailId)))
}

export function secretPlace(mailId: string): string {
  return `member.pending_mail:${mailId}`
}
