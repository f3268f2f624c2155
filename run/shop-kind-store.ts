import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'
import { openSqliteFile } from '#platform/database/sqlite-connection.ts'
import { systemClock } from '#platform/time/clock.ts'
import { databasesOf } from './databases.ts'
import { serviceNames } from './services.ts'

/** It lies with stock, which is restored with all else. */
const TABLE = 'create table if not exists shop_kind (is_rehearsal integer not null)'
const READ = 'select is_rehearsal from shop_kind'
const WRITE = 'insert into shop_kind values (?)'
const PATIENCE_SECONDS = 30

type Kind = { readonly is_rehearsal: number }

/** What the data of a folder are; where there are none, what is wanted, from now on. */
export async function keepKindInSqlite(folder: string, wanted: boolean): Promise<boolean> {
  const file = join(folder, 'stock.sqlite')
  const isNew = !existsSync(file)
  const { raw, trx } = openSqliteFile(file, systemClock.nowMs, null)
  using _ = raw
  // As one step: the crowd may be made beside a shop that starts.
  await trx.sql.run('begin immediate')
  await trx.sql.run(TABLE)
  const [known] = await trx.sql.all<Kind>(READ)
  const isRehearsal = known === undefined ? isNew && wanted : known.is_rehearsal === 1
  if (known === undefined) await trx.sql.run(WRITE, Number(isRehearsal))
  await trx.sql.run('commit')
  return isRehearsal
}

/** The same of the schemas of a shop, of whose processes all may start at once. */
export async function keepKindInMysql(mysqlUrl: string, wanted: boolean): Promise<boolean> {
  const server = serverOf(mysqlUrl, 'stock')
  const connection = await connectTo(server)
  try {
    // Locks have names of at most 64 characters, as schemas have.
    const lock = `kind ${server.schema}`.slice(-64)
    await connection.query('select get_lock(?, ?)', [lock, PATIENCE_SECONDS])
    const schemas = databasesOf(serviceNames).map(name => serverOf(mysqlUrl, name).schema)
    const known = await readKind(connection, server.schema)
    if (known !== null) return known.is_rehearsal === 1
    const isRehearsal = wanted && (await areNew(connection, schemas))
    await connection.query(
      'create schema if not exists ?? character set utf8mb4 collate utf8mb4_bin',
      [server.schema],
    )
    await connection.query('use ??', [server.schema])
    await connection.query(TABLE)
    await connection.query(WRITE, [Number(isRehearsal)])
    return isRehearsal
  } finally {
    // Gives the lock back too.
    connection.destroy()
  }
}

const NO_SUCH_TABLE = 1146
const NO_SUCH_SCHEMA = 1049

async function readKind(connection: Connection, schema: string): Promise<Kind | null> {
  try {
    const [[row]] = await connection.query<RowDataPacket[]>(
      'select is_rehearsal from ??.shop_kind',
      [schema],
    )
    return (row as Kind | undefined) ?? null
  } catch (error) {
    const { errno } = error as { errno?: number }
    if (errno === NO_SUCH_TABLE || errno === NO_SUCH_SCHEMA) return null
    throw error
  }
}

async function areNew(connection: Connection, schemas: readonly string[]): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'select 1 from information_schema.tables where table_schema in (?) limit 1',
    [schemas],
  )
  return rows.length === 0
}
