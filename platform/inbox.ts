import assert from 'node:assert/strict'
import type { Event } from '#contracts/event.ts'
import type { DeadLetter, Delivery, OutboxRow, Transaction } from './database.ts'

export const inboxTables = [
  `create table inbox_cursor (
    source varchar(60) not null primary key,
    last_number bigint not null
  )`,
  `create table dead_letter (
    dead_letter_id integer primary key autoincrement,
    source varchar(60) not null,
    number bigint not null,
    type varchar(100) not null,
    subject varchar(100) not null,
    version integer not null,
    time_ms bigint not null,
    data text not null,
    reason text not null,
    buried_at_ms bigint not null,
    unique (source, number)
  )`,
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
  const buried = await trx.sql.all<{ subject: string }>(
    'select distinct subject from dead_letter where source = ?',
    source,
  )
  const parked = new Set(buried.map(letter => letter.subject))
  for (const row of rows.filter(row => parked.has(row.subject))) {
    await insertDeadLetter(trx, source, row, 'An earlier event of this subject is a dead letter.')
  }
  const events = rows.filter(row => !parked.has(row.subject)).map(row => eventOf(source, row))
  return events.length === 0 ? undefined : apply(trx, events)
}

export async function bury<Tables>(
  trx: Transaction<Tables>,
  { source, row, reason }: { source: string; row: OutboxRow; reason: string },
): Promise<void> {
  await moveCursor(trx, source, row.number - 1, row.number)
  await insertDeadLetter(trx, source, row, reason)
}

export async function listDeadLetters<Tables>(
  trx: Transaction<Tables>,
  { limit }: { limit: number },
): Promise<DeadLetter[]> {
  return trx.sql.all<DeadLetter>(
    `select dead_letter_id as deadLetterId, source, type, subject, reason, buried_at_ms as buriedAtMs
     from dead_letter order by dead_letter_id limit ?`,
    limit,
  )
}

function eventOf(source: string, row: OutboxRow): Event {
  return {
    id: `${source}:${row.number}`,
    type: row.type,
    source,
    subject: row.subject,
    version: row.version,
    timeMs: row.timeMs,
    data: JSON.parse(row.data),
  }
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

async function insertDeadLetter<Tables>(
  trx: Transaction<Tables>,
  source: string,
  row: OutboxRow,
  reason: string,
): Promise<void> {
  await trx.sql.run(
    `insert into dead_letter (source, number, type, subject, version, time_ms, data, reason, buried_at_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    source,
    row.number,
    row.type,
    row.subject,
    row.version,
    row.timeMs,
    row.data,
    reason,
    await trx.nowMs(),
  )
}
