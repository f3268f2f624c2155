import type { DataOf, Event } from '#contracts/event.ts'
import { orderEvents } from '#contracts/orders.ts'
import { paymentEvents } from '#contracts/payments.ts'
import { uuidv8 } from '#platform/ids.ts'
import { goodsTold } from './goods-told.ts'
import { storeMailsAndForget } from './mail-store.ts'
import type { NotificationsTransaction } from './notifications-tables.ts'
import type { OrderNews } from './templates/letter.ts'

/** News of an order, to write to its member about. */
type NewsToTell = {
  /** One mail for it. */
  readonly newsId: string
  readonly memberId: string
  readonly news: OrderNews
}

type Row = { readonly newsId: string; readonly memberId: string; readonly news: string }

const INSERT = `insert into pending_news_mail (news_id, member_id, news, at_ms)
  select * from (select ? as news_id, ? as member_id, ? as news, ? as at_ms) as told
  where not exists (select 1 from pending_news_mail where news_id = ?)`

/** Notes the news of a batch of facts; their mails are written later. */
export async function noteNews(
  trx: NotificationsTransaction,
  events: readonly Event[],
): Promise<void> {
  const told = events.flatMap(event => {
    const found = newsOf(event)
    return found === null ? [] : { ...found, event }
  })
  await trx.sql.runEach(
    INSERT,
    told.map(({ event, memberId, news }) => {
      const newsId = uuidv8('news of an order', event.type, event.subject, String(event.version))
      return [newsId, memberId, JSON.stringify(news), event.timeMs, newsId]
    }),
  )
}

function newsOf({ type, data }: Event): { memberId: string; news: OrderNews } | null {
  if (type === orderEvents.shipped.type) {
    const { memberId, goods, ...shipped } = data as DataOf<typeof orderEvents.shipped>
    const titles = goodsTold({ ...shipped, goods })
    return { memberId, news: { kind: 'order_shipped', ...shipped, titles } }
  }
  if (type === orderEvents.delivered.type) {
    const { memberId, goods, ...delivered } = data as DataOf<typeof orderEvents.delivered>
    const titles = goodsTold({ ...delivered, goods })
    return { memberId, news: { kind: 'order_delivered', ...delivered, titles } }
  }
  if (type === paymentEvents.declined.type) {
    const declined = data as DataOf<typeof paymentEvents.declined>
    const { memberId, orderId, amount, declinedAtMs } = declined
    return { memberId, news: { kind: 'payment_declined', orderId, amount, declinedAtMs } }
  }
  if (type === paymentEvents.refunded.type) {
    const { memberId, orderId, amount, refundedTotal, captured, refundedAtMs } = data as DataOf<
      typeof paymentEvents.refunded
    >
    const money = captured === undefined ? { amount } : { amount, refundedTotal, captured }
    return { memberId, news: { kind: 'order_refunded', orderId, ...money, refundedAtMs } }
  }
  return null
}

/** News that nobody has written about, the oldest first. */
export async function listNews(
  trx: NotificationsTransaction,
  { limit }: { readonly limit: number },
): Promise<NewsToTell[]> {
  const rows = await trx.sql.all<Row>(
    `select news_id as newsId, member_id as memberId, news from pending_news_mail
     order by at_ms, news_id limit ?`,
    limit,
  )
  return rows.map(row => ({ ...row, news: JSON.parse(row.news) as OrderNews }))
}

/** Stores the mails about this news, and forgets that it waited. */
export const storeNewsMails = storeMailsAndForget('delete from pending_news_mail where news_id = ?')
