import type { NewEvent } from '#contracts/event.ts'
import type { Transaction } from './database.ts'

export const outboxTable = `create table outbox (
  number integer primary key autoincrement,
  type varchar(100) not null,
  subject varchar(100) not null,
  version integer not null,
  time_ms bigint not null,
  data text not null
)`

const INSERT = 'insert into outbox (type, subject, version, time_ms, data) values (?, ?, ?, ?, ?)'

/**
 * Announces facts in the transaction that makes them true: they are delivered if it commits, and
 * only then.
 */
export async function announce<Tables>(
  trx: Transaction<Tables>,
  timeMs: number,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return
  await trx.sql.runEach(
    INSERT,
    events.map(event => [
      event.type,
      event.subject,
      event.version,
      timeMs,
      // The hottest writer builds its text itself.
      typeof event.data === 'string' ? event.data : JSON.stringify(event.data),
    ]),
  )
}
