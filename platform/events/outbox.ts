import type { NewEvent } from '#contracts/event.ts'
import type { Transaction } from '#platform/database/database.ts'

export const outboxTable = `create table outbox (
  number integer primary key autoincrement,
  type varchar(100) not null,
  subject varchar(100) not null,
  version integer not null,
  time_ms bigint not null,
  data text not null
)`

/** A row may hold many facts of one type, so that a batch of hundreds writes one row. */
export const MANY_SUBJECTS = ''

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
  await trx.sql.later(
    INSERT,
    ...events.map(({ type, subject, version, data }) => [
      type,
      subject,
      version,
      timeMs,
      JSON.stringify(data),
    ]),
  )
}

/**
 * As `announce`, for many facts of one type and subjects that differ: they lie in one row, and
 * reach their consumers together, each as the event that it is.
 */
export async function announceTogether<Tables>(
  trx: Transaction<Tables>,
  timeMs: number,
  type: string,
  facts: readonly Fact[],
): Promise<void> {
  for (let from = 0; from < facts.length; from += FACTS_A_ROW) {
    const texts = facts
      .slice(from, from + FACTS_A_ROW)
      .map(
        ({ subject, version, data }) =>
          `{"subject":"${subject}","version":${version},"data":${data}}`,
      )
    await trx.sql.run(INSERT, type, MANY_SUBJECTS, texts.length, timeMs, `[${texts.join(',')}]`)
  }
}

/** A fact with its data as JSON text: the hottest writer builds its text itself. */
export type Fact = { readonly subject: string; readonly version: number; readonly data: string }

/** So that one row stays a message of a moderate size. */
const FACTS_A_ROW = 512
