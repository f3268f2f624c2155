import type { Event } from '#contracts/event.ts'
import type { Redriven, Transaction } from '#platform/database/database.ts'
import type { ArrivedEvent } from './event-message.ts'
import { readEvent } from './inbox-store.ts'

type Apply = (trx: Transaction<never>, events: readonly Event[]) => Promise<unknown>

type Letter = ArrivedEvent & { readonly deadLetterId: number }

/**
 * Applies the first dead letter of a subject again and takes it away, in this transaction. A letter
 * that is not the first of its subject is not applied before the others.
 */
export async function redriveNext(
  trx: Transaction<never>,
  { deadLetterId }: { deadLetterId: number },
  apply: Apply,
): Promise<Redriven> {
  const [letter] = await trx.sql.all<Letter>(
    `select dead_letter_id as deadLetterId, event_id as id, source, type, subject, version,
       time_ms as timeMs, data from dead_letter where dead_letter_id = ?`,
    deadLetterId,
  )
  if (letter === undefined) return { outcome: 'not_found' }
  const { source, subject } = letter
  const [first] = await lettersAfter(trx, { source, subject, after: 0 })
  if (first !== deadLetterId) return { outcome: 'behind', firstId: first ?? deadLetterId }
  // Of two who send the same letter again one waits here, and finds it gone.
  const taken = await trx.sql.run('delete from dead_letter where dead_letter_id = ?', deadLetterId)
  if (taken === 0) return { outcome: 'not_found' }
  const { deadLetterId: _, ...event } = letter
  const result = await apply(trx, [readEvent(event)])
  const [nextId = null] = await lettersAfter(trx, { source, subject, after: deadLetterId })
  return { outcome: 'applied', result, nextId }
}

/** The ids of letters of a subject, at most one. */
async function lettersAfter(
  { sql }: Transaction<never>,
  { source, subject, after }: { source: string; subject: string; after: number },
): Promise<number[]> {
  const rows = await sql.all<{ id: number }>(
    `select dead_letter_id as id from dead_letter
     where source = ? and subject = ? and dead_letter_id > ? order by dead_letter_id limit 1`,
    source,
    subject,
    after,
  )
  return rows.map(row => row.id)
}
