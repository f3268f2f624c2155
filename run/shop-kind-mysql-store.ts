import type { Connection, RowDataPacket } from 'mysql2/promise'
import { toldToOperator } from '#platform/database/mysql-migrations.ts'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'
import { databasesOf } from './databases.ts'
import { serviceNames } from './services.ts'
import { TABLE, WRITE } from './shop-kind-sqlite-store.ts'

const READ = 'select is_rehearsal from ??.shop_kind'
const PATIENCE_SECONDS = 30

type Kind = { readonly is_rehearsal: number }

/** What the schemas of a shop are, of whose processes all may start at once; as of a folder. */
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
  } catch (error) {
    throw toldToOperator(error, server)
  } finally {
    // Gives the lock back too.
    connection.destroy()
  }
}

const NO_SUCH_TABLE = 1146
const NO_SUCH_SCHEMA = 1049

async function readKind(connection: Connection, schema: string): Promise<Kind | null> {
  try {
    const [[row]] = await connection.query<RowDataPacket[]>(READ, [schema])
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
