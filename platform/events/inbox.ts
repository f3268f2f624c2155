import assert from 'node:assert/strict'
import type { Event } from '#contracts/event.ts'
import {
  type ConsumedSingly,
  DatabaseUnavailable,
  type Delivery,
  type OutboxRow,
  type Transaction,
} from '#platform/database/database.ts'
import { leaseTable } from '#platform/jobs/lease-store.ts'
import type { ArrivedEvent } from './event-message.ts'
import { inboxTable, insertDeadLetter } from './inbox-store.ts'
import { eventsOf } from './outbox-reading.ts'
import { holdBuried, PARKED } from './parking-store.ts'

export const inboxTables = [
  `create table inbox_cursor (
    source varchar(60) not null primary key,
    last_number bigint not null
  )`,
  `create table dead_letter (
    dead_letter_id integer primary key autoincrement,
    event_id varchar(100) not null unique,
    source varchar(60) not null,
    type varchar(100) not null,
    subject varchar(100) not null,
    version integer not null,
    time_ms bigint not null,
    data text not null,
    reason text not null,
    buried_at_ms bigint not null
  )`,
  'create index dead_letter_of_subject on dead_letter (source, subject)',
  inboxTable,
  leaseTable,
]

type Apply<Tables> = (trx: Transaction<Tables>, events: readonly Event[]) => Promise<unknown>

export async function readCursor<Tables>(
  trx: Transaction<Tables>,
  { source }: { source: string },
): Promise<number> {
  const [row] = await trx.sql.all<{ last: number }>(
    'select last_number as last from inbox_cursor where source = ?',
    source,
  )
  return row?.last ?? 0
}

/** Applies a delivery and moves the cursor. What belongs to a buried subject is parked behind it. */
export async function consume<Tables>(
  trx: Transaction<Tables>,
  { source, after, rows, upTo = rows.at(-1)?.number }: Delivery,
  apply: Apply<Tables>,
): Promise<unknown> {
  assert(upTo !== undefined, 'a delivery moves the cursor')
  await moveCursor(trx, source, after, upTo)
  if (rows.length === 0) return undefined
  const events = await withoutParked(
    trx,
    source,
    rows.flatMap(row => eventsOf(source, row)),
  )
  return events.length === 0 ? undefined : apply(trx, events)
}

/** As `consume`, for one row whose events go each for itself; those that fail are buried. */
export async function consumeOrBury<Tables>(
  trx: Transaction<Tables>,
  { source, row }: { source: string; row: OutboxRow },
  apply: Apply<Tables>,
): Promise<ConsumedSingly> {
  await moveCursor(trx, source, row.number - 1, row.number)
  const results: unknown[] = []
  const buried: { type: string; subject: string; reason: string }[] = []
  for (const event of await withoutParked(trx, source, eventsOf(source, row))) {
    await trx.sql.run('savepoint one_event')
    try {
      results.push(await apply(trx, [event]))
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error
      await trx.sql.run('rollback to savepoint one_event')
      const reason = error instanceof Error ? error.message : String(error)
      await insertDeadLetter(trx, arrived(event), reason)
      buried.push({ type: event.type, subject: event.subject, reason })
    }
    await trx.sql.run('release savepoint one_event')
  }
  return { results, buried }
}

/** As it comes by a log: its data as text. */
const arrived = (event: Event): ArrivedEvent => ({ ...event, data: JSON.stringify(event.data) })

async function withoutParked<Tables>(
  trx: Transaction<Tables>,
  source: string,
  events: readonly Event[],
): Promise<Event[]> {
  const subjects = events.map(({ subject }) => subject)
  const parked = await holdBuried(trx, { source, subjects })
  for (const event of events.filter(({ subject }) => parked.has(subject))) {
    await insertDeadLetter(trx, arrived(event), PARKED)
  }
  return events.filter(({ subject }) => !parked.has(subject))
}

/** Numbers may have gaps (a rolled back announcement), so the guard is "not past it yet". */
async function moveCursor<Tables>(
  trx: Transaction<Tables>,
  source: string,
  after: number,
  to: number,
): Promise<void> {
  const moved = await trx.sql.run(
    'update inbox_cursor set last_number = ? where source = ? and last_number <= ?',
    to,
    source,
    after,
  )
  if (moved === 1) return
  const present = await readCursor(trx, { source })
  assert(present === 0, `events of ${source} after ${after} are already consumed up to ${present}`)
  await trx.sql.run('insert into inbox_cursor (source, last_number) values (?, ?)', source, to)
}
