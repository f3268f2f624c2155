import type { DeadLetter, Transaction } from '#platform/database/database.ts'

type Trx = Transaction<never>

/** Letters after the one with this number, in the order in which they were buried. */
export function listDeadLetters(
  { sql }: Trx,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<DeadLetter[]> {
  // Of an event we know the data are small; what a stranger wrote may be anything.
  return sql.all<DeadLetter>(
    `select dead_letter_id as deadLetterId, event_id as eventId, source, type, subject, version,
       time_ms as timeMs, substr(data, 1, 1000) as data, reason, buried_at_ms as buriedAtMs,
       (select min(earlier.dead_letter_id) from dead_letter as earlier
        where earlier.source = letter.source and earlier.subject = letter.subject) as firstId
     from dead_letter as letter where dead_letter_id > ? order by dead_letter_id limit ?`,
    after,
    limit,
  )
}

/** Writes down why a letter lies there now. */
export async function blameDeadLetter(
  { sql }: Trx,
  { deadLetterId, reason }: { deadLetterId: number; reason: string },
): Promise<void> {
  await sql.run('update dead_letter set reason = ? where dead_letter_id = ?', reason, deadLetterId)
}

/** Takes a letter away. False where it is not there. */
export async function dropDeadLetter(
  { sql }: Trx,
  { deadLetterId }: { deadLetterId: number },
): Promise<boolean> {
  return (await sql.run('delete from dead_letter where dead_letter_id = ?', deadLetterId)) > 0
}
