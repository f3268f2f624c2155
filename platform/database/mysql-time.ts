import mysql, { type RowDataPacket } from 'mysql2/promise'
import { connectTo, serverOf } from './mysql-server.ts'

/** Asks a MySQL server for its time, over one connection of its own. Rejects where it is silent. */
type MysqlTime = AsyncDisposable & { ask(): Promise<number> }

const CONNECT_MS = 3_000
/** An answer that took longer would tell little of what time it is. */
const ANSWER_MS = 2_000
/** In the hour that a zone has twice, local time is not one instant; so neither zone is asked. */
const QUESTION =
  "select timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(3)) div 1000 as nowMs"

/** Throws `DatabaseUnusable`, with a sentence, where nobody answers there. */
export async function mysqlTime(url: string): Promise<MysqlTime> {
  const server = serverOf(url, 'time')
  const first = await connectTo(server)
  await first.end()
  const { schema: _, ...place } = server
  const pool = mysql.createPool({ ...place, connectionLimit: 1, connectTimeout: CONNECT_MS })
  return {
    async ask() {
      const connection = await pool.getConnection()
      try {
        const [rows] = await connection.query<RowDataPacket[]>({
          sql: QUESTION,
          timeout: ANSWER_MS,
        })
        connection.release()
        return Number(rows[0]?.nowMs)
      } catch (error) {
        // Its answer may come yet, or never; the next question goes over another one.
        connection.destroy()
        throw error
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
}
