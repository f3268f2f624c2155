import type { MembersTransaction } from './members-tables.ts'
import { restAfter, type ThrottleRule } from './throttle-rule.ts'

/** Whether a try may be made. It was counted then; a refused one is not. */
export type Try =
  | { readonly outcome: 'counted' }
  | { readonly outcome: 'resting'; readonly retryAfterMs: number }

/**
 * Counts a try before it is made, so that of a hundred at once no more pass than the rule allows.
 * The subject is a hash; an unknown one is counted like a known one.
 */
export async function countTry(
  trx: MembersTransaction,
  rule: ThrottleRule,
  subject: string,
): Promise<Try> {
  const nowMs = await trx.nowMs()
  const counted = await trx.sql.run(
    `update throttle set tries = case when last_try_at_ms < ? then 1 else tries + 1 end,
       last_try_at_ms = ?
     where scope = ? and subject = ? and rests_until_ms <= ?`,
    nowMs - rule.forgetAfterMs,
    nowMs,
    rule.scope,
    subject,
    nowMs,
  )
  if (counted === 0 && !(await beginCounting(trx, rule, subject, nowMs))) {
    return { outcome: 'resting', retryAfterMs: (await readRest(trx, rule, subject)) ?? 0 }
  }
  await rest(trx, rule, subject, nowMs)
  return { outcome: 'counted' }
}

/** Milliseconds until a try may be made; null where one may be made now. */
export async function readRest(
  trx: MembersTransaction,
  rule: ThrottleRule,
  subject: string,
): Promise<number | null> {
  const nowMs = await trx.nowMs()
  const [row] = await trx.sql.all<{ until: number }>(
    `select rests_until_ms as until from throttle
     where scope = ? and subject = ? and rests_until_ms > ?`,
    rule.scope,
    subject,
    nowMs,
  )
  return row === undefined ? null : row.until - nowMs
}

/** The tries came to a good end: counting begins anew. */
export async function forgetTries(
  trx: MembersTransaction,
  rule: ThrottleRule,
  subject: string,
): Promise<void> {
  await trx.sql.run('delete from throttle where scope = ? and subject = ?', rule.scope, subject)
}

async function beginCounting(
  trx: MembersTransaction,
  rule: ThrottleRule,
  subject: string,
  nowMs: number,
): Promise<boolean> {
  const begun = await trx.sql.run(
    `insert into throttle (scope, subject, tries, last_try_at_ms, rests_until_ms)
     select * from (select ? as scope, ? as subject, 1 as tries, ? as last_try, ? as rests) as first_try
     where not exists (select 1 from throttle where scope = ? and subject = ?)`,
    rule.scope,
    subject,
    nowMs,
    nowMs,
    rule.scope,
    subject,
  )
  return begun === 1
}

async function rest(
  trx: MembersTransaction,
  rule: ThrottleRule,
  subject: string,
  nowMs: number,
): Promise<void> {
  const [row] = await trx.sql.all<{ tries: number }>(
    'select tries from throttle where scope = ? and subject = ?',
    rule.scope,
    subject,
  )
  await trx.sql.run(
    'update throttle set rests_until_ms = ? where scope = ? and subject = ?',
    nowMs + restAfter(rule, row?.tries ?? 1),
    rule.scope,
    subject,
  )
}
