import { memberEvents } from '#contracts/members.ts'
import { announce } from '#platform/events/outbox.ts'
import { backoffMs } from '#platform/time/backoff.ts'
import type { MembersTransaction } from './members-tables.ts'
import { hasAdminBeside, takeRoleTurn } from './role-store.ts'
import { rolesOf } from './role-words.ts'
import { endSessionsOf } from './session-end-store.ts'

type MemberErased =
  | { readonly outcome: 'erased'; readonly endedSessionIds: readonly string[] }
  | { readonly outcome: 'not_found' | 'last_admin' }

/**
 * Forgets a member here, and remembers that the other services still have to. What has ended and
 * what was audited keeps the memberId, which tells nobody who it was.
 */
export async function eraseMember(
  trx: MembersTransaction,
  { memberId }: { readonly memberId: string },
): Promise<MemberErased> {
  await takeRoleTurn(trx)
  const member = await trx.query
    .selectFrom('member')
    .select(['email_sealed', 'roles', 'fact_count'])
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  if (member === undefined) return { outcome: 'not_found' }
  if (rolesOf(member.roles).includes('admin') && !(await hasAdminBeside(trx, memberId))) {
    return { outcome: 'last_admin' }
  }
  const endedSessionIds = await endSessionsOf(trx, { memberId })
  const nowMs = await trx.nowMs()
  await trx.query
    .insertInto('erasure')
    .values({
      member_id: memberId,
      email_sealed: member.email_sealed,
      began_at_ms: nowMs,
      next_try_at_ms: nowMs,
    })
    .execute()
  await forget(trx, memberId)
  const data = { memberId, erasedAtMs: nowMs }
  const version = member.fact_count + 1
  await announce(trx, nowMs, [{ type: memberEvents.erased.type, subject: memberId, version, data }])
  return { outcome: 'erased', endedSessionIds }
}

async function forget(trx: MembersTransaction, memberId: string): Promise<void> {
  // The gateway must know for a while that they have ended; where they were, nobody.
  await trx.sql.run(
    "update session set device = '', address_index = null where member_id = ?",
    memberId,
  )
  for (const table of ['address', 'verification', 'promised_mail', 'password_reset'] as const) {
    await trx.query.deleteFrom(table).where('member_id', '=', memberId).execute()
  }
  await trx.sql.run('delete from idempotency where member_id = ?', memberId)
  await trx.query.deleteFrom('member').where('member_id', '=', memberId).execute()
}

export type Erasure = {
  readonly memberId: string
  readonly emailSealed: string
  readonly beganAtMs: number
}

/** Erasures that other services are to be told of now, the longest waiting first. */
export async function listDueErasures(
  trx: MembersTransaction,
  { limit }: { readonly limit: number },
): Promise<Erasure[]> {
  return trx.sql.all<Erasure>(
    `select member_id as memberId, email_sealed as emailSealed, began_at_ms as beganAtMs
     from erasure where next_try_at_ms <= ? order by next_try_at_ms, member_id limit ?`,
    await trx.nowMs(),
    limit,
  )
}

const LONGEST_DELAY_MS = 60 * 60_000

/** Forgets an erasure that is done; looks again later at one that is not. */
export async function settleErasure(
  trx: MembersTransaction,
  input: {
    readonly memberId: string
    readonly outcome: 'done' | 'again' | 'failed'
    readonly againAtMs: number
  },
): Promise<void> {
  const { memberId, outcome } = input
  if (outcome === 'done') {
    await trx.sql.run('delete from erasure where member_id = ?', memberId)
    return
  }
  const [row] = await trx.sql.all<{ failedTries: number }>(
    'select failed_tries as failedTries from erasure where member_id = ?',
    memberId,
  )
  if (row === undefined) return
  const failed = outcome === 'failed'
  const retryAtMs = (await trx.nowMs()) + backoffMs(row.failedTries, LONGEST_DELAY_MS)
  await trx.sql.run(
    'update erasure set failed_tries = ?, next_try_at_ms = ? where member_id = ?',
    failed ? row.failedTries + 1 : 0,
    failed ? retryAtMs : input.againAtMs,
    memberId,
  )
}
