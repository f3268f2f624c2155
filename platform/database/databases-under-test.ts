import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { engineUrl } from '#platform/an-engine.ts'
import type { Clock } from '#platform/time/clock.ts'
import { openMysql } from './database.mysql.ts'
import { openSqlite, startDatabaseThread } from './database.sqlite.ts'
import type { Database, Store } from './database.ts'
import { connectTo, serverOf } from './mysql-server.ts'

/** For tests: empty databases that lie together and go together. */
export type SomeDatabases = AsyncDisposable & {
  /** The folder, or the URL: for another process that is to open them too. */
  readonly place: string
  /** Opens a service's, by the address of its store's module; again, after it was closed. */
  open<S extends Store>(
    service: string,
    storeModule: string,
    settings?: unknown,
  ): Promise<Database<S>>
  /** All rows of a table, beside whoever has it open. */
  rowsOf(service: string, table: string): Promise<Record<string, unknown>[]>
  /** Whatever somebody finds who looks into the databases themselves. */
  storedBytes(): Promise<Buffer>
}

/**
 * Over the engine of the profile that is tested: SQLite, or MySQL where `TEST_PROFILE` is
 * `distributed`. So each test of a service holds for both, and says nothing of it.
 */
export function someDatabases(clock: Clock): Promise<SomeDatabases> {
  return isDistributed() ? someMysqlDatabases(clock) : someSqliteDatabases(clock)
}

export const isDistributed = (): boolean => process.env.TEST_PROFILE === 'distributed'

export async function someSqliteDatabases(clock: Clock): Promise<SomeDatabases> {
  const folder = await mkdtemp(join(tmpdir(), 'firstcome-test-'))
  const thread = startDatabaseThread(clock)
  return {
    place: folder,
    open: (service, storeModule, settings) =>
      openSqlite(thread, folder, service, storeModule, settings),
    async rowsOf(service, table) {
      const file = new DatabaseSync(join(folder, `${service}.sqlite`), { readOnly: true })
      const rows = file.prepare(`select * from ${table}`).all()
      file.close()
      return rows
    },
    async storedBytes() {
      const names = await readdir(folder)
      return Buffer.concat(await Promise.all(names.map(name => readFile(join(folder, name)))))
    },
    async [Symbol.asyncDispose]() {
      await thread[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}

export async function someMysqlDatabases(clock?: Clock): Promise<SomeDatabases> {
  const url = `${new URL(`/t_${randomBytes(6).toString('hex')}`, engineUrl('mysql'))}`
  const opened = new Map<string, AsyncDisposable>()
  return {
    place: url,
    async open<S extends Store>(service: string, storeModule: string, settings?: unknown) {
      const store = (await import(storeModule)) as S
      const options = { url, service, store, settings, connections: 4 }
      const database = await openMysql<S>(clock ? { ...options, clock } : options)
      opened.set(service, database)
      return database
    },
    rowsOf: (service, table) => select(url, service, table),
    async storedBytes() {
      const texts: string[] = []
      for (const service of opened.keys()) {
        for (const table of await tablesOf(url, service)) {
          texts.push(JSON.stringify(await select(url, service, table)))
        }
      }
      return Buffer.from(texts.join('\n'))
    },
    async [Symbol.asyncDispose]() {
      for (const database of opened.values()) await database[Symbol.asyncDispose]()
      for (const service of opened.keys()) await dropSchema(url, service)
    },
  }
}

async function tablesOf(url: string, service: string): Promise<string[]> {
  const { schema } = serverOf(url, service)
  const rows = await query(
    url,
    service,
    `select table_name as name from information_schema.tables where table_schema = '${schema}'`,
  )
  return rows.map(row => String(row.name))
}

const select = (url: string, service: string, table: string) =>
  query(url, service, `select * from ${serverOf(url, service).schema}.${table}`)

async function dropSchema(url: string, service: string): Promise<void> {
  await query(url, service, `drop schema if exists ${serverOf(url, service).schema}`)
}

async function query(
  url: string,
  service: string,
  text: string,
): Promise<Record<string, unknown>[]> {
  const connection = await connectTo(serverOf(url, service))
  const [rows] = await connection.query(text)
  await connection.end()
  return rows as Record<string, unknown>[]
}
