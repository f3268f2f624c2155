import { announce } from '#platform/outbox.ts'
import { verified } from './insert-accounts-store.ts'
import type { MembersTransaction } from './members-tables.ts'
import { endSessionsOf } from './session-end-store.ts'
import { guessesPerCode } from './throttle-rule.ts'
import { forgetTries } from './throttle-store.ts'

export type Proof =
  | {
      readonly outcome: 'verified'
      readonly memberId: string
      /** Sessions of other sign-ups for the address, which are gone now. */
      readonly endedSessionIds: readonly string[]
    }
  | { readonly outcome: 'code_invalid' | 'too_many_attempts' }

/** Makes the account the one of its address, and announces it. */
export async function proveAddress(
  trx: MembersTransaction,
  memberId: string,
  emailIndex: string,
): Promise<Proof> {
  const nowMs = await trx.nowMs()
  const [owner] = await trx.sql.all(
    'select member_id from member where proven_email_index = ?',
    emailIndex,
  )
  if (owner !== undefined) {
    // This sign-up came while the owner proved the address, so that it was not removed then.
    await withdrawVerification(trx, memberId)
    return { outcome: 'code_invalid' }
  }
  const proven = await trx.sql.run(
    `update member set verified_at_ms = ?, proven_email_index = email_index,
       fact_count = fact_count + 1
     where member_id = ? and verified_at_ms is null`,
    nowMs,
    memberId,
  )
  if (proven === 0) return { outcome: 'code_invalid' }
  await withdrawVerification(trx, memberId)
  await forgetTries(trx, guessesPerCode, emailIndex)
  const endedSessionIds = await removeRivals(trx, memberId, emailIndex)
  const { fact_count: version } = await trx.query
    .selectFrom('member')
    .select('fact_count')
    .where('member_id', '=', memberId)
    .executeTakeFirstOrThrow()
  await announce(trx, nowMs, [verified(memberId, nowMs, version)])
  return { outcome: 'verified', memberId, endedSessionIds }
}

/**
 * Removes the other sign-ups for an address that is proven now: whoever made them has not shown
 * that the address is theirs, and their passwords must not open anything of the owner's.
 * Gives their sessions, which have ended.
 */
export async function removeRivals(
  trx: MembersTransaction,
  memberId: string,
  emailIndex: string,
): Promise<string[]> {
  const rivals = await trx.query
    .selectFrom('member')
    .select('member_id as rivalId')
    .where('email_index', '=', emailIndex)
    .where('member_id', '<>', memberId)
    .where('verified_at_ms', 'is', null)
    .execute()
  const ended: string[] = []
  for (const { rivalId } of rivals) {
    ended.push(...(await endSessionsOf(trx, { memberId: rivalId })))
    await withdrawVerification(trx, rivalId)
    await trx.query.deleteFrom('address').where('member_id', '=', rivalId).execute()
    await trx.query.deleteFrom('member').where('member_id', '=', rivalId).execute()
  }
  return ended
}

/** The account's code, link and unsent mail are void. */
export async function withdrawVerification(
  trx: MembersTransaction,
  memberId: string,
): Promise<void> {
  await trx.query.deleteFrom('verification').where('member_id', '=', memberId).execute()
  await trx.query.deleteFrom('pending_mail').where('member_id', '=', memberId).execute()
}
