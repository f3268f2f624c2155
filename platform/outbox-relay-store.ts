import type { Transaction } from './database.ts'
import { sqlList, sqlLists } from './sql-list.ts'

/**
 * Forgets announced rows that the log has. They are named by their numbers, never by a range: a
 * range would run into rows that are not committed yet, and wait for them.
 */
export async function forgetSent(
  { sql }: Transaction<never>,
  { numbers }: { numbers: readonly number[] },
): Promise<void> {
  for (const list of sqlLists(numbers)) {
    const { marks, values } = sqlList(list)
    await sql.run(`delete from outbox where number in (${marks})`, ...values)
  }
}
