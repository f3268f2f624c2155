import type { Generated } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { Language } from './templates/letter.ts'

/** A mail, queued until it is sent, and then kept for a while to be looked at. */
type MailTable = {
  /** Given by whoever wants the mail, so that asking twice is one mail. */
  mail_id: string
  kind: string
  language: Language
  recipient_index: string
  /** Reader and letter as JSON, sealed; the words are written when it is sent or shown. */
  content_sealed: string
  state: 'queued' | 'sent' | 'failed'
  failed_tries: Generated<number>
  next_try_at_ms: number
  queued_at_ms: number
  sent_at_ms: number | null
}

/** A paid order whose mail waits for the member's address. No personal data. */
type PendingOrderMailTable = {
  order_id: string
  member_id: string
  total_minor: number
  currency: string
  titles: string
  paid_at_ms: number
}

/** An offer whose mail waits for the member's address. No personal data. */
type PendingOfferMailTable = {
  entry_id: string
  member_id: string
  order_id: string
  title: string
  /** JSON text. */
  options: string | null
  quantity: number
  expires_at_ms: number
}

/** News of an order whose mail waits for the member's address. No personal data. */
type PendingNewsMailTable = {
  news_id: string
  member_id: string
  /** `OrderNews` as JSON. */
  news: string
  at_ms: number
}

type NotificationsTables = {
  /** Members who want a mail before a drop opens. */
  drop_reminder: { drop_id: string; member_id: string }
  /** Drops of which somebody is to be reminded, and when their opening was looked up last. */
  watched_drop: { drop_id: string; looked_at_ms: number }
  mail: MailTable
  pending_news_mail: PendingNewsMailTable
  pending_offer_mail: PendingOfferMailTable
  pending_order_mail: PendingOrderMailTable
}

export type NotificationsTransaction = Transaction<NotificationsTables>
