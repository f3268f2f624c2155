import type { Clock } from '#platform/time/clock.ts'
import { CommitUnknown, type Database, DatabaseUnavailable, type Store } from './database.ts'
import { eventTables } from './event-tables.ts'
import { ServerReadOnly } from './mysql-faults.ts'
import type { MysqlMeasures } from './mysql-measures.ts'
import { migrateMysql } from './mysql-migrations.ts'
import { mysqlPool } from './mysql-pool.ts'
import { serverOf } from './mysql-server.ts'
import { readMysql, writeMysql } from './mysql-transaction.ts'
import { sealTables } from './seal-tables.ts'
import { PLATFORM } from './sqlite-messages.ts'
import { proceduresOf, type Run } from './store-procedures.ts'

type MysqlOptions<S extends Store> = {
  /** `mysql://user:password@host:port/prefix`; the schema is `<prefix>_<service>`. */
  readonly url: string
  readonly service: string
  /** The imported module. */
  readonly store: S
  readonly settings?: unknown
  /** In a test: instead of the database's own clock. */
  readonly clock?: Clock
  /** At most so many for those who write, and as many for those who read. */
  readonly connections?: number
  /** How long a call may take, with its repetitions and the wait for a connection. */
  readonly patienceMs?: number
  readonly measures?: MysqlMeasures
}

/**
 * Opens the schema of a service, makes it where there is none, and brings it up to date. Throws
 * `DatabaseUnusable` with a sentence where that cannot be done.
 */
export async function openMysql<S extends Store>({
  url,
  service,
  store,
  settings = null,
  clock,
  connections = 8,
  patienceMs = 10_000,
  measures,
}: MysqlOptions<S>): Promise<Database<S>> {
  const server = serverOf(url, service)
  await migrateMysql(server, service, store.migrations)
  const procedures = proceduresOf(store)
  const nowMs = clock === undefined ? undefined : () => clock.nowMs()
  const options = { server, connections, nowMs, settings, measures }
  const readers = mysqlPool({ ...options, kind: 'read' })
  const writers = mysqlPool({ ...options, kind: 'write' })
  const listeners: (() => void)[] = []
  const running = new Set<Promise<unknown>>()
  let isOpen = true
  let isReadOnly = false

  function call(kind: 'read' | 'write', name: string, input: unknown): Promise<unknown> {
    const run = procedures.get(name)
    if (!isOpen)
      return Promise.reject(new DatabaseUnavailable(`the ${service} database is not open`))
    if (run === undefined) return Promise.reject(new Error(`the ${service} store has no ${name}`))
    const work = kind === 'read' ? readMysql(readers, run, input, patienceMs) : write(run, input)
    running.add(work)
    const done = () => running.delete(work)
    work.then(done, done)
    return work
  }

  async function write(run: Run, input: unknown): Promise<unknown> {
    try {
      const { value, announced } = await writeMysql(writers, run, input, patienceMs)
      if (announced) tell()
      // Whoever connected to read meanwhile may have met the old primary.
      if (isReadOnly) renew(false)
      return value
    } catch (error) {
      // Perhaps it was written: whoever listens looks whether there is something.
      if (error instanceof CommitUnknown) tell()
      if (error instanceof ServerReadOnly) renew(true)
      throw error
    }
  }

  /** The primary is, or was, elsewhere: who reads and who writes connects anew, by the host's name. */
  function renew(becauseReadOnly: boolean): void {
    isReadOnly = becauseReadOnly
    readers.renew()
    writers.renew()
  }

  function tell(): void {
    for (const listener of listeners) listener()
  }

  const callers = (kind: 'read' | 'write') =>
    new Proxy({} as Record<string, (input: unknown) => Promise<unknown>>, {
      get: (known, name: string) => (known[name] ??= (input: unknown) => call(kind, name, input)),
    })
  const platform = (kind: 'read' | 'write', name: string) => (input: unknown) =>
    call(kind, PLATFORM + name, input) as Promise<never>

  return {
    service,
    keepsOrder: false,
    read: callers('read') as unknown as Database<S>['read'],
    write: callers('write') as unknown as Database<S>['write'],
    events: eventTables(platform, listener => listeners.push(listener)),
    seals: sealTables(platform),
    async [Symbol.asyncDispose]() {
      if (!isOpen) return
      isOpen = false
      await Promise.allSettled(running)
      await Promise.all([readers.close(), writers.close()])
    },
  }
}
