import { type Move, tryMoves } from './move-orders-store.ts'
import type { OrderTransaction } from './orders-tables.ts'
import { isPaidBack } from './paid-back-store.ts'

type Due = {
  readonly orderNumber: number
  readonly orderId: string
  readonly state: string
  readonly addressState: string
  readonly paidBack: number
}

type Steps = { readonly orderIds: readonly string[]; readonly looked: number }

/**
 * Ships and delivers what is due: each a day after the actual step before. Without an address
 * nothing ships; such an order waits for one aside. Nor does anything whose money went back: that
 * is for a merchant to cancel. Gives the orders that moved.
 */
export async function takeSteps(
  trx: OrderTransaction,
  { dayMs, limit }: { readonly dayMs: number; readonly limit: number },
): Promise<Steps> {
  const nowMs = await trx.nowMs()
  const due = await trx.sql.all<Due>(
    `select s.order_number as orderNumber, h.order_id as orderId, h.state,
       h.address_state as addressState,
       (h.state = 'paid' and ${isPaidBack('h')}) as paidBack
     from order_step s join order_header h on h.order_number = s.order_number
     where s.since_ms <= ? order by s.since_ms, s.order_number limit ?`,
    nowMs - dayMs,
    limit,
  )
  await trx.sql.runEach(
    'delete from order_step where order_number = ?',
    due.filter(order => order.paidBack === 1).map(order => [order.orderNumber]),
  )
  const paid = due.filter(order => order.state === 'paid' && order.paidBack === 0)
  await waitForAddress(
    trx,
    paid.filter(order => order.addressState !== 'given'),
  )
  const shipped = await tryMoves(
    trx,
    'shipped',
    paid
      .filter(order => order.addressState === 'given')
      .map(({ orderId }) => ({ to: 'shipped', orderId, atMs: nowMs, ...ownParcel(orderId) })),
  )
  const arrived = due.filter(order => order.state === 'shipped')
  const delivered = await tryMoves(
    trx,
    'delivered',
    arrived.map(({ orderId }): Move => ({ to: 'delivered', orderId, atMs: nowMs })),
  )
  return { orderIds: [...shipped, ...delivered], looked: due.length }
}

/** The shop's own delivery: its tracking number is made of the order. */
const ownParcel = (orderId: string) => ({
  evenPaidBack: false,
  carrier: 'Firstcome',
  trackingNumber: `FC-${orderId.slice(-12).toUpperCase()}`,
})

async function waitForAddress({ sql }: OrderTransaction, orders: readonly Due[]): Promise<void> {
  // Locks the orders, so that an address which is given at this instant is seen.
  await sql.runEach(
    'update order_header set address_state = address_state where order_number = ?',
    orders.map(order => [order.orderNumber]),
  )
  await sql.runEach(
    `delete from order_step where order_number = ? and exists (
       select 1 from order_header h
       where h.order_number = order_step.order_number and h.address_state <> 'given')`,
    orders.map(order => [order.orderNumber]),
  )
}
