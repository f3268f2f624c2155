import type { StoredMail } from './mail-store.ts'
import type { NotificationsTransaction } from './notifications-tables.ts'

type KeptMail = StoredMail & {
  readonly kind: string
  readonly queuedAtMs: number
  readonly sentAtMs: number | null
}

/** Mails to one recipient, of whatever state, the newest first. */
export function listMailsTo(
  trx: NotificationsTransaction,
  { recipientIndex, limit }: { readonly recipientIndex: string; readonly limit: number },
): Promise<KeptMail[]> {
  return trx.sql.all<KeptMail>(
    `select mail_id as mailId, kind, language, content_sealed as contentSealed,
       queued_at_ms as queuedAtMs, sent_at_ms as sentAtMs
     from mail where recipient_index = ? order by queued_at_ms desc, mail_id desc limit ?`,
    recipientIndex,
    limit,
  )
}

/** The drops of which a member wants to be reminded. */
export function listRemindersOf(
  trx: NotificationsTransaction,
  { memberId, limit }: { readonly memberId: string; readonly limit: number },
): Promise<{ dropId: string }[]> {
  return trx.sql.all<{ dropId: string }>(
    'select drop_id as dropId from drop_reminder where member_id = ? order by drop_id limit ?',
    memberId,
    limit,
  )
}

/** Forgets the mails to a recipient, and those still to be written to the member. */
export async function eraseMails(
  trx: NotificationsTransaction,
  { memberId, recipientIndex }: { readonly memberId: string; readonly recipientIndex: string },
): Promise<void> {
  await trx.sql.run('delete from mail where recipient_index = ?', recipientIndex)
  await trx.sql.run('delete from pending_order_mail where member_id = ?', memberId)
  await trx.sql.run('delete from pending_offer_mail where member_id = ?', memberId)
  await trx.sql.run('delete from drop_reminder where member_id = ?', memberId)
  await trx.sql.run('delete from pending_news_mail where member_id = ?', memberId)
}
