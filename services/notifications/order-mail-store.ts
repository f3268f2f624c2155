import type { DataOf, Event } from '#contracts/event.ts'
import { orderEvents } from '#contracts/orders.ts'
import { goodsTold } from './goods-told.ts'
import { storeMailsAndForget } from './mail-store.ts'
import type { NotificationsTransaction } from './notifications-tables.ts'

/** A paid order to write about. */
type PaidOrder = {
  readonly orderId: string
  readonly memberId: string
  readonly totalMinor: number
  readonly currency: string
  /** JSON. */
  readonly titles: string
  readonly paidAtMs: number
}

const INSERT = `insert into pending_order_mail
  (order_id, member_id, total_minor, currency, titles, paid_at_ms)
  select * from (select ? as order_id, ? as member_id, ? as total_minor, ? as currency,
    ? as titles, ? as paid_at_ms) as paid
  where not exists (select 1 from pending_order_mail where order_id = ?)`

/**
 * Notes the paid orders of a batch; their mails are written later, because a member's address is
 * asked of another service. Gives how many there were.
 */
export async function notePaidOrders(
  trx: NotificationsTransaction,
  events: readonly Event[],
): Promise<number> {
  const paid = events.filter(event => event.type === orderEvents.paid.type)
  await trx.sql.runEach(
    INSERT,
    paid.map(event => {
      const order = event.data as DataOf<typeof orderEvents.paid>
      const { amountMinor, currency } = order.total
      const titles = JSON.stringify(goodsTold(order))
      const { orderId, memberId, paidAtMs } = order
      return [orderId, memberId, amountMinor, currency, titles, paidAtMs, orderId]
    }),
  )
  return paid.length
}

/** Paid orders that nobody has written about, the first paid first. */
export function listPaidOrders(
  trx: NotificationsTransaction,
  { limit }: { readonly limit: number },
): Promise<PaidOrder[]> {
  return trx.sql.all<PaidOrder>(
    `select order_id as orderId, member_id as memberId, total_minor as totalMinor, currency,
       titles, paid_at_ms as paidAtMs
     from pending_order_mail order by paid_at_ms, order_id limit ?`,
    limit,
  )
}

/** Stores the mails about these orders, and forgets that they waited. */
export const storeOrderMails = storeMailsAndForget(
  'delete from pending_order_mail where order_id = ?',
)
