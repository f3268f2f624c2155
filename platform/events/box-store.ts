import type { Transaction, Unheard } from '#platform/database/database.ts'
import { MANY_SUBJECTS } from './outbox.ts'

export async function countDeadLetters({ sql }: Transaction<unknown>): Promise<number> {
  const [row] = await sql.all<{ count: number }>('select count(*) as count from dead_letter')
  return row?.count ?? 0
}

/** What stands in the outbox behind a consumer's place, of the types that it wants to hear. */
export async function measureUnheard(
  { sql, nowMs }: Transaction<unknown>,
  { after, types }: { readonly after: number; readonly types: readonly string[] },
): Promise<Unheard> {
  const wanted = types.length === 0 ? '' : `and type in (${types.map(() => '?').join(', ')})`
  const [row] = await sql.all<{ events: number | null; oldestAtMs: number | null }>(
    `select sum(case when subject = '${MANY_SUBJECTS}' then version else 1 end) as events,
       min(time_ms) as oldestAtMs from outbox where number > ? ${wanted}`,
    after,
    ...types,
  )
  const now = await nowMs()
  return { events: row?.events ?? 0, oldestMs: Math.max(0, now - (row?.oldestAtMs ?? now)) }
}
