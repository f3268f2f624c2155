import type { Generated } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'

/**
 * An account. One address may have several that are not verified, one for each sign-up with its
 * own password; the first that is verified by a code of its own stays, and the others go.
 */
type MemberTable = {
  member_id: string
  /** HMAC of the canonical address, of whatever state. */
  email_index: string
  /** The same, once the address is proven; unique, so an address has one verified account. */
  proven_email_index: string | null
  email_sealed: string
  name_sealed: string
  phone_sealed: string | null
  locale: 'ko' | 'en'
  /** A PHC string; null where there is no password to log in with. */
  password_hash: string | null
  /** The first of the sign-ups for the address that had the same password; null: itself. */
  person_id: Generated<string | null>
  /** `member,merchant,admin`: those held, in this order. */
  roles: string
  is_admin: number
  verified_at_ms: number | null
  created_at_ms: number
  /** How many facts were announced about the member: the version of the last one. */
  fact_count: number
  /** Moved by whoever needs the member's row locked first. */
  turn: Generated<number>
}

/** The one code and link of an account that are good now. */
type VerificationTable = {
  member_id: string
  email_index: string
  code_hash: string
  token_hash: string
  expires_at_ms: number
}

export type PendingMailKind =
  | 'verification'
  | 'address_taken'
  | 'password_reset'
  | 'address_contested'
  | 'password_changed'
  | 'session_reused'

/** A mail that a commit promised and that notifications does not have yet. */
type PendingMailTable = {
  mail_id: string
  member_id: string
  kind: PendingMailKind
  /** Code and token, sealed; gone with the row as soon as the mail is handed over. */
  secret_sealed: string | null
  created_at_ms: number
  failed_tries: Generated<number>
  next_try_at_ms: number
}

type ThrottleTable = {
  scope: string
  subject: string
  tries: number
  last_try_at_ms: number
  rests_until_ms: number
}

export type SessionTable = {
  session_id: string
  member_id: string
  device: string
  /** Where the refresh token was asked to go. */
  delivery: 'cookie' | 'body'
  /** HMAC of the client's address at login. */
  address_index: string | null
  generation: Generated<number>
  grace_used: Generated<number>
  rotated_at_ms: number
  /** The refresh token that the last rotation spent; null before the first. */
  spent_token_hash: Generated<string | null>
  created_at_ms: number
  last_used_at_ms: number
  expires_at_ms: number
  /** Until when an access token of this session may be good. */
  access_until_ms: number
  ended_at_ms: number | null
}

/** Every refresh token that was issued and has not expired, as SHA-256. */
export type RefreshTokenTable = {
  token_hash: string
  session_id: string
  generation: number
  expires_at_ms: number
}

type AddressTable = {
  address_id: string
  member_id: string
  /** The member's id where this is the default; unique, so there is never a second. */
  default_of: string | null
  recipient_sealed: string
  phone_sealed: string
  postal_code_sealed: string
  line1_sealed: string
  line2_sealed: string | null
}

/** Privileged acts. Rows are only added, as a trigger sees to. */
type AuditTable = {
  audit_id: string
  /** Null where it was the shop itself. */
  actor_id: string | null
  act: string
  subject_id: string | null
  /** JSON without personal data. */
  details: string
  at_ms: number
}

/** What came of acts that were written down before they were done. Rows are only added. */
type AuditOutcomeTable = {
  audit_id: string
  /** `done`, or the code of a refusal. */
  outcome: string
  /** What the act made. */
  subject_id: string | null
  /** JSON without personal data; null where nothing was said, or before that was kept. */
  result: string | null
  at_ms: number
}

/** One row: who changes roles updates it first, so that such changes come one after the other. */
type RoleTurnTable = { lane: number; turn: number }

/** A link that lets its reader choose a password. Several may be good; using one voids all. */
type PasswordResetTable = {
  token_hash: string
  member_id: string
  expires_at_ms: number
}

/** A member who is gone here, and whom other services may still know. */
type ErasureTable = {
  member_id: string
  /** By which mails are found; gone with the row. */
  email_sealed: string
  began_at_ms: number
  failed_tries: Generated<number>
  next_try_at_ms: number
}

type MembersTables = {
  member: MemberTable
  verification: VerificationTable
  promised_mail: PendingMailTable
  throttle: ThrottleTable
  session: SessionTable
  refresh_token: RefreshTokenTable
  address: AddressTable
  audit: AuditTable
  audit_outcome: AuditOutcomeTable
  role_turn: RoleTurnTable
  password_reset: PasswordResetTable
  erasure: ErasureTable
}

export type MembersTransaction = Transaction<MembersTables>
