import type { OutboxRow, Transaction } from './database.ts'

/** Announced events after the one with this number, in order. */
export function readOutbox(
  { sql }: Transaction<unknown>,
  { after, limit }: { after: number; limit: number },
): Promise<OutboxRow[]> {
  return sql.all<OutboxRow>(
    'select number, type, subject, version, time_ms as timeMs, data from outbox where number > ? order by number limit ?',
    after,
    limit,
  )
}

/** The bound is read first: what is announced in between is looked at the next time. */
export async function readAnnounced(
  { sql }: Transaction<unknown>,
  { after, limit, types }: { after: number; limit: number; types: readonly string[] },
): Promise<{ rows: OutboxRow[]; upTo: number }> {
  const [bound] = await sql.all<{ last: number | null }>('select max(number) as last from outbox')
  const newest = bound?.last ?? after
  if (newest <= after) return { rows: [], upTo: after }
  const wanted = types.length === 0 ? '' : `and type in (${types.map(() => '?').join(', ')})`
  const rows = await sql.all<OutboxRow>(
    `select number, type, subject, version, time_ms as timeMs, data from outbox
     where number > ? and number <= ? ${wanted} order by number limit ?`,
    after,
    newest,
    ...types,
    limit,
  )
  return { rows, upTo: rows.length < limit ? newest : (rows.at(-1)?.number ?? newest) }
}

/** Looks at the oldest only: to search all for those that are old enough would take the day. */
export function pruneOutbox(
  { sql }: Transaction<unknown>,
  { upTo, beforeMs }: { upTo: number; beforeMs: number },
): Promise<number> {
  return sql.run(
    `delete from outbox where number in (
       select number from (
         select number, time_ms from outbox where number <= ? order by number limit 2000
       ) as oldest where time_ms < ?)`,
    upTo,
    beforeMs,
  )
}
