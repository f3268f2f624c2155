import type { Event } from '#contracts/event.ts'
import { insertDeadLetter } from '#platform/events/inbox-store.ts'
import type { NotificationsTransaction } from './notifications-tables.ts'

/** The type under which mails lie in the dead letters; no service announces it. */
const UNDELIVERED = 'notifications.mail_undelivered'

/** A mail that nobody sends again may be looked at for so long. */
const KEPT_MS = 30 * 86_400_000

type Undelivered = {
  readonly mailId: string
  readonly kind: string
  readonly queuedAtMs: number
  readonly reason: string
}

/** Puts a mail beside the events that could not be applied, where an admin finds it. */
export async function buryMail(
  trx: NotificationsTransaction,
  { mailId, kind, queuedAtMs, reason }: Undelivered,
): Promise<void> {
  const letter = {
    id: `mail:${mailId}`,
    source: 'notifications',
    type: UNDELIVERED,
    subject: mailId,
    version: 1,
    timeMs: queuedAtMs,
    data: JSON.stringify({ mailId, kind }),
  }
  await insertDeadLetter(trx as never, letter, reason)
}

/** Those dead letters of a batch that are mails are to be sent again, with all their tries. */
export async function queueAgain(
  trx: NotificationsTransaction,
  events: readonly Event[],
): Promise<void> {
  const mails = events.filter(event => event.type === UNDELIVERED)
  if (mails.length === 0) return
  const atMs = await trx.nowMs()
  await trx.sql.runEach(
    `update mail set state = 'queued', failed_tries = 0, next_try_at_ms = ?
     where mail_id = ? and state = 'failed'`,
    mails.map(({ subject }) => [atMs, subject]),
  )
}

/** Forgets mails that failed long ago, the oldest first. Gives how many went. */
export async function pruneUndelivered(
  trx: NotificationsTransaction,
  { limit }: { readonly limit: number },
): Promise<number> {
  const old = await trx.sql.all<{ mailId: string }>(
    `select mail_id as mailId from mail where state = 'failed' and next_try_at_ms < ?
     order by next_try_at_ms limit ?`,
    (await trx.nowMs()) - KEPT_MS,
    limit,
  )
  await trx.sql.runEach(
    "delete from mail where mail_id = ? and state = 'failed'",
    old.map(({ mailId }) => [mailId]),
  )
  return old.length
}
