import type { Connection, RowDataPacket } from 'mysql2/promise'
import { DatabaseUnavailable, type SqlValue } from '#platform/database/database.ts'
import { toldToOperator } from '#platform/database/mysql-migrations.ts'
import { connectTo, type MysqlServer, serverOf } from '#platform/database/mysql-server.ts'
import { forgetHolders, type KeysStep } from './shop-keys-store.ts'

const PATIENCE_SECONDS = 30
/** Three times as long as a process takes to say that it is there. */
const HOLDS_FOR_MS = 60_000

/** One step over the keys of the shop in MySQL; what is judged, by one process at a time. */
export async function stepInMysql<Outcome>(
  { mysqlUrl, alone }: { readonly mysqlUrl: string; readonly alone: boolean },
  work: (step: KeysStep) => Promise<Outcome>,
): Promise<Outcome> {
  const server = serverOf(mysqlUrl, 'stock')
  const connection = await connectTo(server)
  try {
    if (alone) await takeLock(connection, server)
    await connection.query('use ??', [server.schema])
    const [[now]] = await connection.query<RowDataPacket[]>(
      'select floor(unix_timestamp(now(3)) * 1000) as ms',
    )
    return await work({
      sql: sqlOver(connection),
      nowMs: Number(now?.ms),
      holdsForMs: HOLDS_FOR_MS,
    })
  } catch (error) {
    throw toldToOperator(error, server)
  } finally {
    // Gives the lock back too.
    connection.destroy()
  }
}

/** For a schema that no process has opened yet, whatever it tells of those of another. */
export async function forgetHoldersIn(connection: Connection, schema: string): Promise<void> {
  await connection.query('use ??', [schema])
  await forgetHolders({ sql: sqlOver(connection) })
}

async function takeLock(connection: Connection, { schema }: MysqlServer): Promise<void> {
  // Locks have names of at most 64 characters, as schemas have.
  const lock = `keys ${schema}`.slice(-64)
  const [[row]] = await connection.query<RowDataPacket[]>('select get_lock(?, ?) as taken', [
    lock,
    PATIENCE_SECONDS,
  ])
  if (row?.taken === 1) return
  throw new DatabaseUnavailable(`another process looks at the keys of ${schema} since long`)
}

function sqlOver(connection: Connection): KeysStep['sql'] {
  return {
    async all<Row>(text: string, ...values: readonly SqlValue[]) {
      const [rows] = await connection.query<RowDataPacket[]>(text, [...values])
      return rows as unknown as Row[]
    },
    async run(text, ...values) {
      const [done] = await connection.query(text, [...values])
      return (done as { affectedRows?: number }).affectedRows ?? 0
    },
  }
}
