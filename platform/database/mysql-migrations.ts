import type { Connection, RowDataPacket } from 'mysql2/promise'
import { inboxTables } from '#platform/events/inbox.ts'
import { outboxTable } from '#platform/events/outbox.ts'
import { DatabaseUnavailable, DatabaseUnusable, type Migration } from './database.ts'
import { idempotencyTable } from './idempotency.ts'
import { refuseNewer } from './migrations.ts'
import { ServerReadOnly, translatedFault } from './mysql-faults.ts'
import { connectTo, type MysqlServer, refuseOldServer } from './mysql-server.ts'

/** Longer than the steps of a release take. */
const LOCK_SECONDS = 120

/** What the platform puts into every database; it stands before the service's own first step. */
const boxes: Migration = {
  version: 0,
  name: 'outbox, inbox, idempotency',
  statements: [outboxTable, ...inboxTables, idempotencyTable],
}

const bookkeeping = [
  `create table if not exists schema_version (
    version integer not null primary key,
    name varchar(200) not null,
    applied_at timestamp not null default current_timestamp
  )`,
  // MySQL commits at each statement that changes a schema. Here stands how far a step has come: the
  // statement that is next, and whether it was begun.
  `create table if not exists schema_progress (
    version integer not null primary key,
    statement integer not null,
    begun integer not null
  )`,
]

/**
 * Makes the schema of a service where there is none and brings it up to date, while all others
 * who want to are waiting. What died half way goes on where it was.
 */
export async function migrateMysql(
  server: MysqlServer,
  service: string,
  migrations: readonly Migration[],
): Promise<void> {
  const connection = await connectTo(server)
  try {
    await refuseOldServer(connection, server)
    await useSchema(connection, server)
    await refuseHalfAShop(connection, server)
    await takeLock(connection, server)
    for (const statement of bookkeeping) await connection.query(translated(statement))
    const [rows] = await connection.query<RowDataPacket[]>('select version from schema_version')
    const present = new Set(rows.map(row => Number(row.version)))
    refuseNewer(service, Math.max(0, ...present), migrations)
    for (const migration of [boxes, ...migrations]) {
      if (!present.has(migration.version)) await apply(connection, migration)
    }
  } catch (error) {
    throw toldToOperator(error, server)
  } finally {
    // Gives the lock back too.
    connection.destroy()
  }
}

/** What whoever writes at the start throws: an operator can do something about a replica. */
export function toldToOperator(error: unknown, { host, port }: MysqlServer): unknown {
  if (!(translatedFault(error) instanceof ServerReadOnly)) return error
  return new DatabaseUnusable(
    `The database at ${host}:${port} takes no writes: it is a replica, or another takes over from ` +
      'it. Wait for that, or give the address of the primary in DATABASE_URL.',
    { cause: error },
  )
}

const DENIED = new Set([1044, 1142, 1227])
const NO_SUCH_SCHEMA = 1049

async function useSchema(connection: Connection, { schema, user }: MysqlServer): Promise<void> {
  const modes = 'STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION,PIPES_AS_CONCAT'
  await connection.query(`set session sql_mode = '${modes}'`)
  try {
    await connection.query(`use ${schema}`)
  } catch (error) {
    try {
      if (numberOf(error) !== NO_SUCH_SCHEMA && !DENIED.has(numberOf(error))) throw error
      await connection.query(
        `create schema if not exists ${schema} character set utf8mb4 collate utf8mb4_bin`,
      )
      await connection.query(`use ${schema}`)
    } catch (cause) {
      if (!DENIED.has(numberOf(cause))) throw cause
      throw new DatabaseUnusable(
        `The user "${user}" of DATABASE_URL may not make or use the schema ${schema}. Make it, ` +
          `and grant all privileges on ${schema}.* to that user.`,
        { cause },
      )
    }
  }
}

/** Stands in each schema that is being restored, until all of them are whole. */
export const RESTORE_UNDER_WAY = 'restore_under_way'

/** Throws `DatabaseUnusable` where a restore began to fill this schema, and did not come to its end. */
export async function refuseHalfAShop(
  connection: Pick<Connection, 'query'>,
  { schema }: Pick<MysqlServer, 'schema'>,
): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'select 1 from information_schema.tables where table_schema = ? and table_name = ?',
    [schema, RESTORE_UNDER_WAY],
  )
  if (rows.length === 0) return
  throw new DatabaseUnusable(
    `A restore into ${schema} did not come to its end, or still runs. If none runs, the schemas of ` +
      'this shop hold half of one: drop them, and restore it again.',
  )
}

async function takeLock(connection: Connection, { schema }: MysqlServer): Promise<void> {
  // Locks have names of at most 64 characters, as schemas have.
  const [[row]] = await connection.query<RowDataPacket[]>('select get_lock(?, ?) as taken', [
    `migrate ${schema}`.slice(-64),
    LOCK_SECONDS,
  ])
  if (row?.taken === 1) return
  throw new DatabaseUnavailable(`another process is changing the schema ${schema} since long`)
}

async function apply(
  connection: Connection,
  { version, name, statements }: Migration,
): Promise<void> {
  const [[known]] = await connection.query<RowDataPacket[]>(
    'select statement, begun from schema_progress where version = ?',
    [version],
  )
  if (known === undefined) {
    await connection.query('insert into schema_progress values (?, 0, 0)', [version])
  }
  const next = Number(known?.statement ?? 0)
  for (const [at, statement] of statements.entries()) {
    if (at < next) continue
    const diedThere = at === next && known?.begun === 1
    await takeStep(connection, translated(statement), { version, at, diedThere })
  }
  await connection.query('insert into schema_version (version, name) values (?, ?)', [
    version,
    name,
  ])
}

/** Table, column, key or trigger is there already. */
const IS_THERE = new Set([1050, 1060, 1061, 1359])
/** With a binary log, who makes triggers must be trusted. */
const TRIGGER_NOT_TRUSTED = 1419
const NOTE = 'update schema_progress set statement = ?, begun = ? where version = ?'

async function takeStep(
  connection: Connection,
  statement: string,
  {
    version,
    at,
    diedThere,
  }: { readonly version: number; readonly at: number; readonly diedThere: boolean },
): Promise<void> {
  if (/^\s*(insert|update|delete)\b/i.test(statement)) {
    await connection.query('start transaction')
    await connection.query(statement)
    await connection.query(NOTE, [at + 1, 0, version])
    await connection.query('commit')
    return
  }
  await connection.query(NOTE, [at, 1, version])
  try {
    await connection.query(statement)
  } catch (error) {
    // Whoever began it may have died after it was done, and before it was noted.
    if (diedThere && IS_THERE.has(numberOf(error))) return
    await connection.query(NOTE, [at, 0, version])
    if (numberOf(error) !== TRIGGER_NOT_TRUSTED) throw error
    throw new DatabaseUnusable(
      'The server lets no ordinary user make triggers, which keep the audit log as it was written. ' +
        'Set log_bin_trust_function_creators=1 at the server, or run npm run migrate once with a ' +
        'DATABASE_URL whose user has the privilege SUPER.',
      { cause: error },
    )
  }
}

const numberOf = (error: unknown): number => (error as { errno?: number } | null)?.errno ?? 0

/**
 * Migrations are written once for both engines, in SQLite's words where there is no common one.
 * MySQL's `text` ends at 64 kB, SQLite's does not. A reference that stands with its column is read
 * by MySQL 8 and not kept; MariaDB keeps it.
 */
export function translated(statement: string): string {
  const text = statement
    .replace(/\binteger primary key autoincrement\b/g, 'bigint not null auto_increment primary key')
    .replace(/\b(\w+)( [^,()]+\(\d+\) not null) (references )/g, '$1$2, foreign key ($1) $3')
    .replace(/(\w\s+)text\b(?=\s*(?:,|\)|not null|null|$))/g, '$1mediumtext')
  return /^\s*create table\b/i.test(text)
    ? `${text} engine = InnoDB default character set utf8mb4 collate utf8mb4_bin`
    : text
}
