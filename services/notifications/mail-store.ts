import { backoffMs } from '#platform/time/backoff.ts'
import type { NotificationsTransaction } from './notifications-tables.ts'
import type { Language } from './templates/letter.ts'
import { buryMail } from './undelivered-mail-store.ts'

/** A mail to be stored; its content is sealed for its id. */
export type NewMail = {
  readonly mailId: string
  readonly kind: string
  readonly language: Language
  readonly recipientIndex: string
  readonly contentSealed: string
}

export type StoredMail = Omit<NewMail, 'recipientIndex' | 'kind'>
/** A try that failed, and whether another could do better. Nothing personal is in the reason. */
export type FailedMail = {
  readonly mailId: string
  readonly reason: string
  readonly isRefused: boolean
}

type QueuedMail = {
  readonly kind: string
  readonly queuedAtMs: number
  readonly failedTries: number
}
export type SentMail = StoredMail & { readonly sentAtMs: number }

const LONGEST_DELAY_MS = 15 * 60_000
/** Some hour and a half of trying. */
const MOST_TRIES = 16

const INSERT = `insert into mail
  (mail_id, kind, language, recipient_index, content_sealed, state, next_try_at_ms, queued_at_ms,
   sent_at_ms)
  select * from (select ? as mail_id, ? as kind, ? as language, ? as recipient_index,
    ? as content_sealed, ? as state, ? as next_try, ? as queued, ? as sent) as new_mail
  where not exists (select 1 from mail where mail_id = ?)`

/** Mails that were written, and whether storing them delivers them. */
export type WrittenMails = { readonly mails: readonly NewMail[]; readonly areSent: boolean }

/** Stores mails that are not there yet, to be sent, or as sent where storing delivers them. */
export async function storeMails(
  trx: NotificationsTransaction,
  { mails, areSent }: WrittenMails,
): Promise<void> {
  const nowMs = await trx.nowMs()
  await trx.sql.runEach(
    INSERT,
    mails.map(mail => [
      mail.mailId,
      mail.kind,
      mail.language,
      mail.recipientIndex,
      mail.contentSealed,
      areSent ? 'sent' : 'queued',
      nowMs,
      nowMs,
      areSent ? nowMs : null,
      mail.mailId,
    ]),
  )
}

/**
 * A write that stores mails and, with them, forgets what waited to be written about. `forget` takes
 * one of it away, by its id.
 */
export const storeMailsAndForget =
  (forget: string) =>
  async (
    trx: NotificationsTransaction,
    { ids, ...written }: WrittenMails & { readonly ids: readonly string[] },
  ): Promise<void> => {
    await storeMails(trx, written)
    await trx.sql.runEach(
      forget,
      ids.map(id => [id]),
    )
  }

/** Mails to be sent now, the longest waiting first. */
export async function listDueMails(
  trx: NotificationsTransaction,
  { limit }: { readonly limit: number },
): Promise<StoredMail[]> {
  return trx.sql.all<StoredMail>(
    `select mail_id as mailId, language, content_sealed as contentSealed
     from mail where state = 'queued' and next_try_at_ms <= ?
     order by next_try_at_ms, mail_id limit ?`,
    await trx.nowMs(),
    limit,
  )
}

/** What became of mails that were due: sent, or to be tried later, or buried. Gives the buried. */
export async function settleMails(
  trx: NotificationsTransaction,
  { sent, failed }: { readonly sent: readonly string[]; readonly failed: readonly FailedMail[] },
): Promise<FailedMail[]> {
  const nowMs = await trx.nowMs()
  await trx.sql.runEach(
    "update mail set state = 'sent', sent_at_ms = ? where mail_id = ? and state = 'queued'",
    sent.map(mailId => [nowMs, mailId]),
  )
  const buried: FailedMail[] = []
  for (const mail of failed) {
    if (await settleFailed(trx, mail, nowMs)) buried.push(mail)
  }
  return buried
}

/** True where it is buried now. */
async function settleFailed(
  trx: NotificationsTransaction,
  { mailId, reason, isRefused }: FailedMail,
  nowMs: number,
): Promise<boolean> {
  const [mail] = await trx.sql.all<QueuedMail>(
    `select kind, queued_at_ms as queuedAtMs, failed_tries as failedTries
     from mail where mail_id = ? and state = 'queued'`,
    mailId,
  )
  if (mail === undefined) return false
  const { failedTries } = mail
  const isLast = isRefused || failedTries + 1 >= MOST_TRIES
  const settled = await trx.sql.run(
    `update mail set failed_tries = failed_tries + 1, state = ?, next_try_at_ms = ?
     where mail_id = ? and state = 'queued' and failed_tries = ?`,
    isLast ? 'failed' : 'queued',
    nowMs + backoffMs(failedTries, LONGEST_DELAY_MS),
    mailId,
    failedTries,
  )
  if (settled === 0 || !isLast) return false
  await buryMail(trx, { ...mail, mailId, reason })
  return true
}

/** Sent mails, the newest first, of one recipient or of all. */
export async function listSentMails(
  trx: NotificationsTransaction,
  { recipientIndex, limit }: { readonly recipientIndex: string | null; readonly limit: number },
): Promise<SentMail[]> {
  let query = trx.query
    .selectFrom('mail')
    .select([
      'mail_id as mailId',
      'language',
      'content_sealed as contentSealed',
      'sent_at_ms as sentAtMs',
    ])
    .where('sent_at_ms', 'is not', null)
    .$narrowType<{ sentAtMs: number }>()
  if (recipientIndex !== null) query = query.where('recipient_index', '=', recipientIndex)
  return query.orderBy('sent_at_ms', 'desc').orderBy('mail_id', 'desc').limit(limit).execute()
}

/** Forgets sent mails beyond the newest `kept`, at most `limit` at once. Gives how many went. */
export async function pruneMailbox(
  trx: NotificationsTransaction,
  { kept, limit }: { readonly kept: number; readonly limit: number },
): Promise<number> {
  const old = await trx.sql.all<{ mailId: string }>(
    `select mail_id as mailId from mail where sent_at_ms is not null
     order by sent_at_ms desc, mail_id desc limit ? offset ?`,
    limit,
    kept,
  )
  await trx.sql.runEach(
    'delete from mail where mail_id = ?',
    old.map(({ mailId }) => [mailId]),
  )
  return old.length
}
