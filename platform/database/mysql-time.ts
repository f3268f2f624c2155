import type { RowDataPacket } from 'mysql2/promise'
import type { TimeSource } from './database-clock.ts'
import { connectTo, serverOf } from './mysql-server.ts'

/** An answer that took longer would tell little of what time it is. */
const ANSWER_MS = 2_000
/** In the hour that a zone has twice, local time is not one instant; so neither zone is asked. */
const QUESTION =
  "select timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(3)) div 1000 as nowMs"

/**
 * Connects to the server to which the host's name leads now, to ask it for its time. Throws
 * `DatabaseUnusable`, with a sentence, where nobody answers there.
 */
export async function mysqlTime(url: string): Promise<TimeSource> {
  const connection = await connectTo(serverOf(url, 'time'))
  let isBroken = false
  connection.on('error', () => {
    isBroken = true
  })
  return {
    async ask() {
      try {
        const [rows] = await connection.query<RowDataPacket[]>({
          sql: QUESTION,
          timeout: ANSWER_MS,
        })
        return Number(rows[0]?.nowMs)
      } catch (error) {
        isBroken = true
        throw error
      }
    },
    async [Symbol.asyncDispose]() {
      // The server is told, or its log would complain of each connection; a silent one hears nothing.
      if (isBroken) connection.destroy()
      else await connection.end()
    },
  }
}
