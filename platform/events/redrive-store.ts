import type { Event } from '#contracts/event.ts'
import type { Redriven, Transaction } from '#platform/database/database.ts'
import { type ArrivedEvent, eventIn, PLACE_ID } from './event-message.ts'
import { readEvent, takeFresh } from './inbox-store.ts'
import { messageIn } from './kept-message.ts'

type Apply = (trx: Transaction<never>, events: readonly Event[]) => Promise<unknown>

type Letter = ArrivedEvent & { readonly deadLetterId: number; readonly reason: string }

/**
 * Applies the first dead letter of a subject again and takes it away, in this transaction. A letter
 * that is not the first of its subject is not applied before the others. Rejects where it fails again.
 */
export async function redriveNext(
  trx: Transaction<never>,
  { deadLetterId }: { deadLetterId: number },
  apply: Apply,
): Promise<Redriven> {
  const [letter] = await trx.sql.all<Letter>(
    `select dead_letter_id as deadLetterId, event_id as id, source, type, subject, version,
       time_ms as timeMs, data, reason from dead_letter where dead_letter_id = ?`,
    deadLetterId,
  )
  if (letter === undefined) return { outcome: 'not_found' }
  const { source, subject } = letter
  const [first] = await lettersAfter(trx, { source, subject, after: 0 })
  if (first !== deadLetterId) return { outcome: 'behind', firstId: first ?? deadLetterId }
  // Of two who send the same letter again one waits here, and finds it gone.
  const taken = await trx.sql.run('delete from dead_letter where dead_letter_id = ?', deadLetterId)
  if (taken === 0) return { outcome: 'not_found' }
  const event = readAgain(letter)
  const isFresh = event.id === letter.id || (await takeFresh(trx, source, [event])).length > 0
  const result = isFresh ? await apply(trx, [readEvent(event)]) : undefined
  const [nextId = null] = await lettersAfter(trx, { source, subject, after: deadLetterId })
  return isFresh ? { outcome: 'applied', result, nextId } : { outcome: 'known', nextId }
}

/**
 * The event in a letter. What was no event of ours when it came is looked at as if it came now, and
 * has an id only from then on. Throws what is still wrong with it.
 */
function readAgain({ deadLetterId: _, reason, ...letter }: Letter): ArrivedEvent {
  if (!PLACE_ID.test(letter.id)) return letter
  const message = messageIn(letter.data)
  // Nothing was kept of it that could be read.
  if (message === null) throw new Error(reason)
  const event = eventIn(message, letter.source)
  if ('reason' in event) throw new Error(event.reason)
  return event
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
