import type { Event } from '#contracts/event.ts'
import type { Transaction } from '#platform/database/database.ts'
import { sqlList, sqlLists } from '#platform/database/sql-list.ts'
import { type ArrivedEvent, EVENT_ID } from './event-message.ts'
import { holdBuried, PARKED } from './parking-store.ts'

/**
 * The inbox of a log that may bring an event twice, and in any order among subjects: which events
 * were taken. By id and not by position, because a relay that sends a row again gives it a new
 * place on the log.
 */
export const inboxTable = `create table inbox (
  source varchar(60) not null,
  event_key bigint not null,
  at_ms bigint not null,
  primary key (source, event_key)
) /* clustered */`

type Trx = Transaction<never>
type Apply = (trx: Trx, events: readonly Event[]) => Promise<unknown>

/**
 * Applies those events of one source that were not taken before, and records that they were, in
 * this transaction. What belongs to a buried subject is parked behind it. Gives how many were new,
 * and what `apply` gave.
 *
 * Another process may take the same ones at the same time: the unique key lets one of them commit,
 * and the other, run again, finds them taken.
 */
export async function consumeOnce(
  trx: Trx,
  { source, events }: { source: string; events: readonly ArrivedEvent[] },
  apply: Apply,
): Promise<{ fresh: number; result: unknown }> {
  const fresh = await takeFresh(trx, source, events)
  if (fresh.length === 0) return { fresh: 0, result: undefined }
  const parked = await holdBuried(trx, { source, subjects: fresh.map(({ subject }) => subject) })
  for (const event of fresh.filter(({ subject }) => parked.has(subject))) {
    await insertDeadLetter(trx, event, PARKED)
  }
  const open = fresh.filter(({ subject }) => !parked.has(subject))
  const result = open.length === 0 ? undefined : await apply(trx, open.map(readEvent))
  return { fresh: fresh.length, result }
}

/**
 * Puts an event to the dead letters, unless it was taken before. True where it is there now. One
 * that is no event of ours, and so has its place on the log for an id, is known by that.
 */
export async function buryOnce(
  trx: Trx,
  { event, reason }: { event: ArrivedEvent; reason: string },
): Promise<boolean> {
  if (!(await isFresh(trx, event))) return false
  await insertDeadLetter(trx, event, reason)
  return true
}

async function isFresh(trx: Trx, event: ArrivedEvent): Promise<boolean> {
  if (EVENT_ID.test(event.id)) return (await takeFresh(trx, event.source, [event])).length > 0
  const letters = await trx.sql.all('select 1 from dead_letter where event_id = ?', event.id)
  return letters.length === 0
}

/**
 * Forgets what was taken long ago, the oldest numbers of one source first. Gives how many. What is
 * forgotten and comes again is applied again, so that the retention exceeds any relay's absence.
 */
export async function pruneInbox(
  { sql }: Trx,
  { source, beforeMs }: { source: string; beforeMs: number },
): Promise<number> {
  const oldest = await sql.all<{ eventKey: number; atMs: number }>(
    `select event_key as eventKey, at_ms as atMs from inbox where source = ?
     order by event_key limit 2000`,
    source,
  )
  const old = oldest.filter(({ atMs }) => atMs < beforeMs)
  // Each by its key: a walk through the table would wait for those who are just taking events.
  await sql.runEach(
    'delete from inbox where source = ? and event_key = ?',
    old.map(({ eventKey }) => [source, eventKey]),
  )
  return old.length
}

/** The event with its data read. Throws where these are no JSON. */
export function readEvent(event: ArrivedEvent): Event {
  return { ...event, data: JSON.parse(event.data) as unknown }
}

export async function insertDeadLetter(
  trx: Pick<Trx, 'sql' | 'nowMs'>,
  event: ArrivedEvent,
  reason: string,
): Promise<void> {
  await trx.sql.run(
    `insert into dead_letter (event_id, source, type, subject, version, time_ms, data, reason,
       buried_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    event.id,
    event.source,
    event.type,
    event.subject,
    event.version,
    event.timeMs,
    event.data,
    reason,
    await trx.nowMs(),
  )
}

/** Records all that are not known yet as taken, and gives those, each once. */
export async function takeFresh(
  trx: Trx,
  source: string,
  events: readonly ArrivedEvent[],
): Promise<readonly ArrivedEvent[]> {
  const byKey = new Map<number, ArrivedEvent>()
  for (const event of events) {
    const key = keyOf(event.id)
    if (!byKey.has(key)) byKey.set(key, event)
  }
  const questions = sqlLists([...byKey.keys()]).map(keys => {
    const { marks, values } = sqlList(keys)
    return trx.sql.all<{ eventKey: number }>(
      `select event_key as eventKey from inbox where source = ? and event_key in (${marks})`,
      source,
      ...values,
    )
  })
  const [atMs, ...known] = await Promise.all([trx.nowMs(), ...questions])
  for (const { eventKey } of known.flat()) byKey.delete(eventKey)
  await trx.sql.later(
    'insert into inbox (source, event_key, at_ms) values (?, ?, ?)',
    ...[...byKey.keys()].map(key => [source, key, atMs]),
  )
  return [...byKey.values()]
}

/** A row of an outbox holds fewer events than this. */
const EVENTS_A_ROW = 1_024

/**
 * One number for an id, `stock:37` or `stock:37.5`: small, and in the order of the outbox, so that
 * the index grows at its end.
 */
function keyOf(id: string): number {
  const [, number, part = '0'] = EVENT_ID.exec(id) ?? []
  if (number === undefined) throw new Error(`${id} is no id of an event`)
  return Number(number) * EVENTS_A_ROW + Number(part)
}
