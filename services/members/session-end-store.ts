import type { MembersTransaction } from './members-tables.ts'

/** More than anybody ends within the life of an access token; the newest are listed first. */
const LONGEST_LIST = 100_000

/** Ends all sessions of a member that live, but `except`. Gives their ids. */
export async function endSessionsOf(
  trx: MembersTransaction,
  { memberId, except = '' }: { readonly memberId: string; readonly except?: string },
): Promise<string[]> {
  // Opening a session moves this too, so none opens between the look and the end.
  await trx.sql.run('update member set turn = turn + 1 where member_id = ?', memberId)
  const living = await trx.query
    .selectFrom('session')
    .select('session_id as sessionId')
    .where('member_id', '=', memberId)
    .where('session_id', '<>', except)
    .where('ended_at_ms', 'is', null)
    .execute()
  await trx.query
    .updateTable('session')
    .set({ ended_at_ms: await trx.nowMs() })
    .where('member_id', '=', memberId)
    .where('session_id', '<>', except)
    .where('ended_at_ms', 'is', null)
    .execute()
  return living.map(({ sessionId }) => sessionId)
}

/** Ends one session of the member. False where the member has no such session that lives. */
export async function endSession(
  trx: MembersTransaction,
  { memberId, sessionId }: { readonly memberId: string; readonly sessionId: string },
): Promise<boolean> {
  const nowMs = await trx.nowMs()
  const ended = await trx.query
    .updateTable('session')
    .set({ ended_at_ms: nowMs })
    .where('session_id', '=', sessionId)
    .where('member_id', '=', memberId)
    .where('ended_at_ms', 'is', null)
    .where('expires_at_ms', '>', nowMs)
    .executeTakeFirst()
  return ended.numUpdatedRows === 1n
}

/** Sessions that have ended while one of their access tokens may still be good. */
export async function listEndedSessions(trx: MembersTransaction): Promise<string[]> {
  const nowMs = await trx.nowMs()
  const rows = await trx.query
    .selectFrom('session')
    .select('session_id as sessionId')
    .where('ended_at_ms', 'is not', null)
    .where('access_until_ms', '>', nowMs)
    .orderBy('ended_at_ms', 'desc')
    .limit(LONGEST_LIST)
    .execute()
  return rows.map(({ sessionId }) => sessionId)
}
