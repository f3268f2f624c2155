import type { NewEvent } from '#contracts/event.ts'
import { memberEvents } from '#contracts/members.ts'
import { announce } from '#platform/events/outbox.ts'
import type { MembersTransaction } from './members-tables.ts'

/** An account about to be made; its texts are sealed for its id. */
export type NewAccount = {
  readonly memberId: string
  readonly emailIndex: string
  readonly emailSealed: string
  readonly nameSealed: string
  readonly phoneSealed: string | null
  readonly locale: 'ko' | 'en'
  /** A PHC string; null for an account that nobody logs into. */
  readonly passwordHash: string | null
}

type Standing = {
  /** As the column has them: `member,admin`. */
  readonly roles: string
  readonly isAdmin: boolean
  readonly isVerified: boolean
}

const INSERT = `insert into member
  (member_id, email_index, proven_email_index, email_sealed, name_sealed, phone_sealed, locale,
   password_hash, roles, is_admin, verified_at_ms, created_at_ms, fact_count)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Inserts accounts of one standing and announces them. */
export async function insertAccounts(
  trx: MembersTransaction,
  accounts: readonly NewAccount[],
  { roles, isAdmin, isVerified }: Standing,
): Promise<void> {
  const nowMs = await trx.nowMs()
  await trx.sql.runEach(
    INSERT,
    accounts.map(account => [
      account.memberId,
      account.emailIndex,
      isVerified ? account.emailIndex : null,
      account.emailSealed,
      account.nameSealed,
      account.phoneSealed,
      account.locale,
      account.passwordHash,
      roles,
      isAdmin ? 1 : 0,
      isVerified ? nowMs : null,
      nowMs,
      isVerified ? 2 : 1,
    ]),
  )
  const facts = accounts.flatMap(({ memberId }) =>
    isVerified
      ? [signedUp(memberId, nowMs), verified(memberId, nowMs, 2)]
      : [signedUp(memberId, nowMs)],
  )
  await announce(trx, nowMs, facts)
}

function signedUp(memberId: string, nowMs: number): NewEvent {
  const data = { memberId, signedUpAtMs: nowMs }
  return { type: memberEvents.signedUp.type, subject: memberId, version: 1, data }
}

export function verified(memberId: string, nowMs: number, version: number): NewEvent {
  const data = { memberId, verifiedAtMs: nowMs }
  return { type: memberEvents.verified.type, subject: memberId, version, data }
}
