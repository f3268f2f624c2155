import type { Event } from '#contracts/event.ts'
import type { OutboxRow, Transaction } from '#platform/database/database.ts'
import { MANY_SUBJECTS } from './outbox.ts'

type PartOfRow = Pick<Event, 'subject' | 'version' | 'data'>

/** The events that a row of an outbox holds, in their order. */
export function eventsOf(source: string, row: OutboxRow): Event[] {
  const { number, type, timeMs } = row
  const data: unknown = JSON.parse(row.data)
  if (row.subject !== MANY_SUBJECTS) {
    const { subject, version } = row
    return [{ id: `${source}:${number}`, type, source, subject, version, timeMs, data }]
  }
  return (data as PartOfRow[]).map((part, at) => ({
    ...{ id: `${source}:${number}.${at + 1}`, type, source, subject: part.subject },
    ...{ version: part.version, timeMs, data: part.data },
  }))
}

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

/**
 * Rows of at most so many events together, but one row at least. The bound is read first: what is
 * announced in between is looked at the next time.
 */
export async function readAnnounced(
  { sql }: Transaction<unknown>,
  { after, limit, types }: { after: number; limit: number; types: readonly string[] },
): Promise<{ rows: OutboxRow[]; upTo: number }> {
  const [bound] = await sql.all<{ last: number | null }>('select max(number) as last from outbox')
  const newest = bound?.last ?? after
  if (newest <= after) return { rows: [], upTo: after }
  const wanted = types.length === 0 ? '' : `and type in (${types.map(() => '?').join(', ')})`
  const range = `where number > ? and number <= ? ${wanted} order by number limit ?`
  const heads = await sql.all<{ number: number; facts: number }>(
    `select number, case when subject = '${MANY_SUBJECTS}' then version else 1 end as facts
     from outbox ${range}`,
    after,
    newest,
    ...types,
    limit,
  )
  const taken = firstOf(heads, limit)
  const last = heads[taken - 1]?.number
  if (last === undefined) return { rows: [], upTo: newest }
  const rows = await sql.all<OutboxRow>(
    `select number, type, subject, version, time_ms as timeMs, data from outbox ${range}`,
    after,
    last,
    ...types,
    taken,
  )
  return { rows, upTo: taken === heads.length && taken < limit ? newest : last }
}

/** How many events these rows hold. */
export const factsIn = (rows: readonly OutboxRow[]): number =>
  rows.reduce((sum, row) => sum + (row.subject === MANY_SUBJECTS ? row.version : 1), 0)

/** How many rows make at most so many events; one at least, where there is one. */
function firstOf(heads: readonly { readonly facts: number }[], limit: number): number {
  let events = 0
  for (const [at, { facts }] of heads.entries()) {
    events += facts
    if (events > limit) return Math.max(1, at)
  }
  return heads.length
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
