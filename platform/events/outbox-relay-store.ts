import type { Transaction } from '#platform/database/database.ts'

/**
 * Forgets announced rows that the log has, each by its number alone. A range, or a list, would be
 * looked for by a walk through the table, and wait there for rows that are not committed yet: as
 * long as a process stands still in its transaction, nobody's events would be sent.
 */
export async function forgetSent(
  { sql }: Transaction<never>,
  { numbers }: { numbers: readonly number[] },
): Promise<void> {
  await sql.runEach(
    'delete from outbox where number = ?',
    numbers.map(number => [number]),
  )
}
