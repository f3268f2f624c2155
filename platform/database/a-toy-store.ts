import type { Event } from '#contracts/event.ts'
import { announce } from '#platform/events/outbox.ts'
import { DatabaseUnavailable, type Migration, type Transaction } from './database.ts'
import { type KeyedRequest, type Recalled, recall, remember } from './idempotency.ts'

/** For tests: a store of notes, of which each has a twin, so that half a transaction shows. */

type Tables = { note: { note_id: string; text: string } }
type Trx = Transaction<Tables, { greeting: string } | null>
type Note = {
  readonly id: string
  readonly text?: string
  /** How many facts are announced of it, and of which type. */
  readonly announces?: number
  readonly type?: 'note.written' | 'note.urgent'
}

/** What a transaction must not have; here it counts how often they were run. */
const runs = new Map<string, number>()

async function insert(trx: Trx, note: Note): Promise<void> {
  const { id, text = id, announces = 0, type = 'note.written' } = note
  runs.set(id, (runs.get(id) ?? 0) + 1)
  await trx.sql.runEach('insert into note (note_id, text) values (?, ?)', [
    [id, text],
    [`${id}'`, text],
  ])
  const facts = Array.from({ length: announces }, (_, at) => ({
    ...{ type, subject: id, version: at + 1, data: { id, text } },
  }))
  await announce(trx, await trx.nowMs(), facts)
}

export const writes = {
  async write(trx: Trx, note: Note): Promise<string> {
    await insert(trx, note)
    return note.id
  },
  async writeAndThrow(trx: Trx, note: Note): Promise<never> {
    await insert(trx, note)
    throw new Error('it broke after it had written')
  },
  /** Says that it has begun, and stands still until it is let go, so that others have to wait. */
  async writeSlowly(trx: Trx, { gate, ...note }: Note & { gate: SharedArrayBuffer }) {
    await insert(trx, note)
    const [isLetGo, hasBegun] = [0, 1]
    const cells = new Int32Array(gate)
    Atomics.store(cells, hasBegun, 1)
    Atomics.wait(cells, isLetGo, 0)
    return note.id
  },
  /** Writes a note once for each key of a member's; gives the answer of then. */
  async writeOnce(trx: Trx, { id, keyed }: { id: string; keyed: KeyedRequest }): Promise<Recalled> {
    const recalled = await recall(trx, keyed)
    if (recalled.outcome !== 'unknown') return recalled
    await insert(trx, { id })
    const answer = `{"wrote":"${id}"}`
    await remember(trx, keyed, answer, await trx.nowMs())
    if (id.startsWith('broken')) throw new Error('it broke after it had answered')
    return { outcome: 'answered', answer }
  },
  async changeByKysely(trx: Trx, { id, text = id }: Note): Promise<number> {
    const { numUpdatedRows } = await trx.query
      .updateTable('note')
      .set({ text })
      .where('note_id', '=', id)
      .executeTakeFirstOrThrow()
    return Number(numUpdatedRows)
  },
  /** From now on the file may not grow: the disk is full. SQLite only. */
  async fillDisk(trx: Trx, { pages }: { pages: number | null }): Promise<void> {
    await trx.sql.all(`pragma max_page_count = ${pages ?? 1_000_000_000}`)
  },
}

export const reads = {
  async list(trx: Trx, _: null): Promise<string[]> {
    const rows = await trx.sql.all<{ id: string }>(
      "select note_id as id from note where note_id not like '%''' order by number",
    )
    return rows.map(row => row.id)
  },
  /** Notes without their twin. */
  async countHalves(trx: Trx, _: null): Promise<number> {
    const [row] = await trx.sql.all<{ count: number }>(
      `select count(*) as count from (
         select 1 from note group by replace(note_id, '''', '') having count(*) <> 2
       ) as halves`,
    )
    return row?.count ?? 0
  },
  runsOf: async (_: Trx, id: string) => runs.get(id) ?? 0,
  readSettings: async (trx: Trx, _: null) => trx.settings,
  readTime: (trx: Trx, _: null) => trx.nowMs(),
}

/** How often a note named so is refused by an unreachable database before it is taken. */
const UNREACHABLE_TIMES = 5

/** A note of this name makes poison a note like any other. */
const ANTIDOTE = 'antidote'

/** A note that begins so is announced again without it. */
const ECHO = 'echo '

export async function consume(trx: Trx, events: readonly Event[]): Promise<string[]> {
  for (const { id, data } of events) {
    const { text } = data as { text: string }
    const key = `${text}#${id}`
    await insert(trx, { id: key, text })
    if (text.startsWith(ECHO)) {
      const echo = { type: 'note.written', subject: key, version: 1 }
      await announce(trx, await trx.nowMs(), [{ ...echo, data: { text: text.slice(ECHO.length) } }])
    }
    if (text === 'poison' && !(await isThere(trx, ANTIDOTE))) {
      throw new Error('nobody can take this')
    }
    if (text === 'unreachable' && (runs.get(key) ?? 0) <= UNREACHABLE_TIMES) {
      throw new DatabaseUnavailable('not now')
    }
  }
  return events.map(event => event.id)
}

async function isThere({ sql }: Trx, id: string): Promise<boolean> {
  return (await sql.all('select 1 from note where note_id = ?', id)).length > 0
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'notes',
    statements: [
      `create table note (
        number integer primary key autoincrement,
        note_id varchar(80) not null unique,
        text varchar(200) not null check (text <> 'forbidden')
      )`,
    ],
  },
]
