import { createRequire } from 'node:module'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { CompiledQuery, DatabaseConnection, Kysely, QueryResult } from 'kysely'
import {
  ConstraintViolated,
  DatabaseDamaged,
  DatabaseUnavailable,
  DatabaseUnusable,
  type SqlValue,
  type Statements,
  type Transaction,
} from './database.ts'
import { driverOver, refuseStreaming } from './store-driver.ts'

/** One open file, seen by whoever stands in its thread. */
export type SqliteConnection = {
  readonly raw: DatabaseSync
  readonly trx: Transaction<unknown>
}

/**
 * Opens a file. WAL with `synchronous=FULL`: a commit that returned survives kill −9 and a power
 * cut (sqlite.org/wal.html). Checkpoints come rarely, because each one rewrites the hot pages.
 */
export function openSqliteFile(
  path: string,
  nowMs: () => number,
  settings: unknown,
): SqliteConnection {
  const raw = openOrSayWhyNot(path)
  const prepared = preparedStatements(raw)
  let query: Kysely<unknown> | undefined
  return {
    raw,
    trx: {
      get query() {
        query ??= kyselyOver(prepared)
        return query
      },
      sql: statementsOver(prepared),
      nowMs: async () => nowMs(),
      settings,
    },
  }
}

const SETTINGS = [
  // A claim dirties one page that scatters, and each dirtied page is written whole: half a page's
  // usual size writes half as much to the disk, for a few microseconds more.
  'pragma page_size = 2048',
  'pragma journal_mode = wal',
  'pragma synchronous = full',
  'pragma wal_autocheckpoint = 32000',
  // SQLite looks through its whole cache at each commit that grew the file: a larger one costs more
  // there than it saves, because the system keeps the file's pages too.
  'pragma cache_size = -16000',
  'pragma temp_store = memory',
]

function openOrSayWhyNot(path: string): DatabaseSync {
  let raw: DatabaseSync | undefined
  try {
    raw = new DatabaseSync(path, { timeout: 10_000, enableForeignKeyConstraints: true })
    for (const setting of SETTINGS) raw.exec(setting)
    return raw
  } catch (error) {
    raw?.close()
    const why = error instanceof Error ? error.message : String(error)
    throw new DatabaseUnusable(
      `The database ${path} cannot be opened: ${why}. Make it readable and writable, give it ` +
        'room, bring it back from a backup, or name another folder in DATABASE_URL.',
      { cause: error },
    )
  }
}

type Prepare = (text: string) => StatementSync

/** Statements are kept as long as the connection: the texts are ours, so they are few. */
function preparedStatements(raw: DatabaseSync): Prepare {
  const kept = new Map<string, StatementSync>()
  return text => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const statement = translated(() => raw.prepare(text))
    // Kysely writes lists of any length into the text; those must not fill the memory.
    if (kept.size >= 500) kept.delete(kept.keys().next().value ?? '')
    kept.set(text, statement)
    return statement
  }
}

function statementsOver(prepare: Prepare): Statements {
  return {
    async all<Row>(text: string, ...values: readonly SqlValue[]) {
      const statement = prepare(text)
      return translated(() => statement.all(...values)) as Row[]
    },
    async run(text, ...values) {
      const statement = prepare(text.replace('/* clustered */', 'without rowid'))
      return translated(() => Number(statement.run(...values).changes))
    },
    async later(text, ...rows) {
      const statement = prepare(text)
      translated(() => {
        for (const values of rows) statement.run(...values)
      })
    },
    async runEach(text, rows) {
      const statement = prepare(text)
      return translated(() => rows.map(values => Number(statement.run(...values).changes)))
    },
  }
}

/** Loaded where it is used first: a thread whose stores write all their SQL goes without it. */
const loadKysely = () => createRequire(import.meta.url)('kysely') as typeof import('kysely')

function kyselyOver(prepare: Prepare): Kysely<unknown> {
  const { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } = loadKysely()
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const statement = prepare(sql)
      const values = parameters as readonly SqlValue[]
      return translated(() => {
        if (statement.columns().length > 0) return { rows: statement.all(...values) as Row[] }
        const { changes, lastInsertRowid } = statement.run(...values)
        return {
          rows: [],
          numAffectedRows: BigInt(changes),
          insertId: BigInt(lastInsertRowid),
        }
      })
    },
    streamQuery: refuseStreaming,
  }
  return new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driverOver(connection),
      createIntrospector: db => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
}

// Primary result codes of sqlite3.h; the extended ones carry them in their low byte.
const SQLITE_CONSTRAINT = 19
const SQLITE_UNAVAILABLE = new Set([
  5 /* BUSY */, 6 /* LOCKED */, 8 /* READONLY */, 10 /* IOERR */, 13 /* FULL */, 14 /* CANTOPEN */,
])
const SQLITE_DAMAGED = new Set([11 /* CORRUPT */, 26 /* NOTADB */])

function translated<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    const code = Number((error as { errcode?: number }).errcode ?? 0) & 0xff
    const message = error instanceof Error ? error.message : String(error)
    if (code === SQLITE_CONSTRAINT) throw new ConstraintViolated(message, { cause: error })
    if (SQLITE_DAMAGED.has(code)) throw new DatabaseDamaged(message, { cause: error })
    if (SQLITE_UNAVAILABLE.has(code)) throw new DatabaseUnavailable(message, { cause: error })
    throw error
  }
}
