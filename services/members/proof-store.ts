import { announce } from '#platform/events/outbox.ts'
import { verified } from './insert-accounts-store.ts'
import type { MembersTransaction } from './members-tables.ts'
import { issueReset, type ResetDraft } from './password-reset-store.ts'
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
  | { readonly outcome: 'code_invalid' }
  | { readonly outcome: 'resting'; readonly retryAfterMs: number }

type ToProve = {
  readonly memberId: string
  readonly emailIndex: string
  /**
   * What follows where several people signed up with the address. `own`: who proves it is logged in to
   * this account, so its password is the prover's. A draft: nobody knows whose the password is, so
   * none stays, and a link by which to choose one is mailed. Or a password is chosen right now.
   */
  readonly contested: 'own' | 'reset_follows' | ResetDraft
}

/** Makes the account the one of its address, and announces it. */
export async function proveAddress(
  trx: MembersTransaction,
  { memberId, emailIndex, contested }: ToProve,
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
  const { strangers, endedSessionIds } = await removeRivals(trx, memberId, emailIndex)
  if (strangers > 0 && contested !== 'own') {
    endedSessionIds.push(...(await forgetChoices(trx, memberId)))
    if (contested !== 'reset_follows') {
      await issueReset(trx, memberId, contested, 'address_contested')
    }
  }
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
 * Gives how many are not of the same person by their password, and their sessions, which have
 * ended.
 */
export async function removeRivals(
  trx: MembersTransaction,
  memberId: string,
  emailIndex: string,
): Promise<{ strangers: number; endedSessionIds: string[] }> {
  const rivals = await trx.query
    .selectFrom('member')
    .select(['member_id as rivalId', 'person_id as personId'])
    .where('email_index', '=', emailIndex)
    .where('member_id', '<>', memberId)
    .where('verified_at_ms', 'is', null)
    .execute()
  const prover = await trx.query
    .selectFrom('member')
    .select('person_id as personId')
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  const proverId = prover?.personId ?? memberId
  const strangers = rivals.filter(({ rivalId, personId }) => (personId ?? rivalId) !== proverId)
  const ended: string[] = []
  for (const { rivalId } of rivals) {
    ended.push(...(await endSessionsOf(trx, { memberId: rivalId })))
    await withdrawVerification(trx, rivalId)
    await trx.query.deleteFrom('address').where('member_id', '=', rivalId).execute()
    await trx.query.deleteFrom('password_reset').where('member_id', '=', rivalId).execute()
    await trx.query.deleteFrom('member').where('member_id', '=', rivalId).execute()
  }
  return { strangers: strangers.length, endedSessionIds: ended }
}

/**
 * Whoever signed up may have been a stranger: the password, the sessions that it opened, and where
 * to call and to send goods go. Gives the sessions.
 */
async function forgetChoices(trx: MembersTransaction, memberId: string): Promise<string[]> {
  await trx.query
    .updateTable('member')
    .set({ password_hash: null, phone_sealed: null })
    .where('member_id', '=', memberId)
    .execute()
  await trx.query.deleteFrom('address').where('member_id', '=', memberId).execute()
  return endSessionsOf(trx, { memberId })
}

/** The account's code, link and unsent mail are void. */
export async function withdrawVerification(
  trx: MembersTransaction,
  memberId: string,
): Promise<void> {
  await trx.query.deleteFrom('verification').where('member_id', '=', memberId).execute()
  await trx.query.deleteFrom('promised_mail').where('member_id', '=', memberId).execute()
}
