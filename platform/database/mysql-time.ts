import mysql, { type RowDataPacket } from 'mysql2/promise'
import { connectTo, serverOf } from './mysql-server.ts'

/** Asks a MySQL server for its time, over one connection of its own. */
type MysqlTime = AsyncDisposable & { ask(): Promise<number> }

/** Throws `DatabaseUnusable`, with a sentence, where nobody answers there. */
export async function mysqlTime(url: string): Promise<MysqlTime> {
  const server = serverOf(url, 'time')
  const first = await connectTo(server)
  await first.end()
  const { schema: _, ...place } = server
  const pool = mysql.createPool({ ...place, connectionLimit: 1, connectTimeout: 3_000 })
  // In the hour that a server's own zone has twice, its local time is not one instant.
  pool.on('connection', connection => {
    void connection.query("set session time_zone = '+00:00'")
  })
  return {
    async ask() {
      const [rows] = await pool.query<RowDataPacket[]>(
        'select cast(unix_timestamp(now(3)) * 1000 as signed) as nowMs',
      )
      return Number(rows[0]?.nowMs)
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
}
