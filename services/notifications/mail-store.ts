import { backoffMs } from '#platform/backoff.ts'
import type { NotificationsTransaction } from './notifications-tables.ts'
import type { Language } from './templates/letter.ts'

/** A mail to be stored; its content is sealed for its id. */
export type NewMail = {
  readonly mailId: string
  readonly kind: string
  readonly language: Language
  readonly recipientIndex: string
  readonly contentSealed: string
}

export type StoredMail = Omit<NewMail, 'recipientIndex' | 'kind'>
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

/** Stores mails that are not there yet, to be sent, or as sent where storing delivers them. */
export async function storeMails(
  trx: NotificationsTransaction,
  { mails, areSent }: { readonly mails: readonly NewMail[]; readonly areSent: boolean },
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

/** What became of mails that were due: sent, or to be tried later, or given up after many tries. */
export async function settleMails(
  trx: NotificationsTransaction,
  { sent, failed }: { readonly sent: readonly string[]; readonly failed: readonly string[] },
): Promise<void> {
  const nowMs = await trx.nowMs()
  await trx.sql.runEach(
    "update mail set state = 'sent', sent_at_ms = ? where mail_id = ? and state = 'queued'",
    sent.map(mailId => [nowMs, mailId]),
  )
  for (const mailId of failed) {
    const [mail] = await trx.sql.all<{ failedTries: number }>(
      "select failed_tries as failedTries from mail where mail_id = ? and state = 'queued'",
      mailId,
    )
    if (mail === undefined) continue
    const { failedTries } = mail
    await trx.sql.run(
      `update mail set failed_tries = failed_tries + 1, state = ?, next_try_at_ms = ?
       where mail_id = ? and state = 'queued' and failed_tries = ?`,
      failedTries + 1 < MOST_TRIES ? 'queued' : 'failed',
      nowMs + backoffMs(failedTries, LONGEST_DELAY_MS),
      mailId,
      failedTries,
    )
  }
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
