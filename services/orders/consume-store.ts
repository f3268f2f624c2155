import type { DataOf, Event, EventType } from '#contracts/event.ts'
import { paymentEvents } from '#contracts/payments.ts'
import { stockEvents } from '#contracts/stock.ts'
import { insertOrders } from './insert-orders-store.ts'
import { type Move, moveOrders } from './move-orders-store.ts'
import type { OrderTransaction } from './orders-tables.ts'

/** The orders that a batch of events touched. */
export type Consumed = { readonly orderIds: readonly string[] }

/**
 * Applies a batch of one source. What concerns one reservation comes in its order, and being
 * reserved is the first of it, so all of one type go together: a few statements a batch.
 */
export async function consume(trx: OrderTransaction, events: readonly Event[]): Promise<Consumed> {
  const orderIds = [
    ...(await insertOrders(trx, dataOf(events, stockEvents.reserved).map(orderOf))),
    ...(await moveOrders(trx, 'paid', dataOf(events, stockEvents.committed).map(payment))),
    ...(await applyReleases(trx, dataOf(events, stockEvents.released))),
    ...(await applyRefunds(trx, dataOf(events, paymentEvents.refunded))),
  ]
  return { orderIds }
}

function dataOf<T extends EventType>(events: readonly Event[], { type }: T): DataOf<T>[] {
  return events.filter(event => event.type === type).map(event => event.data as DataOf<T>)
}

const orderOf = ({ reservedAtMs, ...reserved }: DataOf<typeof stockEvents.reserved>) => ({
  ...reserved,
  placedAtMs: reservedAtMs,
})

const payment = (committed: DataOf<typeof stockEvents.committed>): Move => ({
  to: 'paid',
  orderId: committed.orderId,
  paymentId: committed.paymentId,
  atMs: committed.committedAtMs,
})

type Released = DataOf<typeof stockEvents.released>

async function applyReleases(
  trx: OrderTransaction,
  releases: readonly Released[],
): Promise<string[]> {
  const movesTo = (to: Released['reason']): Move[] =>
    releases
      .filter(({ reason }) => reason === to)
      .map(({ orderId, releasedAtMs }) => ({ to, orderId, atMs: releasedAtMs }))
  return [
    ...(await moveOrders(trx, 'cancelled', movesTo('cancelled'))),
    ...(await moveOrders(trx, 'expired', movesTo('expired'))),
  ]
}

/** Each event tells the payment's refunds so far, so the highest is what is known. */
async function applyRefunds(
  { sql }: OrderTransaction,
  refunds: readonly DataOf<typeof paymentEvents.refunded>[],
): Promise<string[]> {
  await sql.runEach(
    `insert into order_refund (order_id, payment_id, refunded_minor)
     select ?, ?, ? from (select 1 as one) as once
     where not exists (select 1 from order_refund where order_id = ? and payment_id = ?)`,
    refunds.map(({ orderId, paymentId, refundedTotal }) => [
      orderId,
      paymentId,
      refundedTotal.amountMinor,
      orderId,
      paymentId,
    ]),
  )
  await sql.runEach(
    `update order_refund set refunded_minor = ?
     where order_id = ? and payment_id = ? and refunded_minor < ?`,
    refunds.map(({ orderId, paymentId, refundedTotal }) => [
      refundedTotal.amountMinor,
      orderId,
      paymentId,
      refundedTotal.amountMinor,
    ]),
  )
  return refunds.map(refund => refund.orderId)
}
