import { uuidv8 } from '#platform/ids.ts'
import { moveOrders, tryMoves } from './move-orders-store.ts'
import { type Duty, takeOn } from './order-duty-store.ts'
import { readOrders } from './order-read-store.ts'
import type { OrderTransaction } from './orders-tables.ts'

/** Cancels an order whose reservation stock has released. */
export async function cancelOrder(
  trx: OrderTransaction,
  { orderId }: { readonly orderId: string },
): Promise<void> {
  await moveOrders(trx, 'cancelled', [{ to: 'cancelled', orderId, atMs: await trx.nowMs() }])
}

/** Money came for an order, as stock says, before its event did; that then is old news. */
export async function payOrder(
  trx: OrderTransaction,
  paid: { readonly orderId: string; readonly paymentId: string; readonly committedAtMs: number },
): Promise<void> {
  const { orderId, paymentId, committedAtMs: atMs } = paid
  await moveOrders(trx, 'paid', [{ to: 'paid', orderId, paymentId, atMs }])
}

/**
 * Cancels a paid order unless it is shipped, and owes its units and its money from then on. The
 * state decides: of a shipping and a cancelling at the same instant one finds it as it was.
 */
export async function takeBackOrder(
  trx: OrderTransaction,
  { orderId }: { readonly orderId: string },
): Promise<{ readonly outcome: 'cancelled' | 'too_late' }> {
  const move = { to: 'cancelled', orderId, atMs: await trx.nowMs() } as const
  const moved = await tryMoves(trx, 'cancelled', [move])
  const [order] = await readOrders(trx, { orderIds: [orderId] })
  if (moved.length === 0 || order === undefined) {
    return { outcome: order?.state === 'cancelled' ? 'cancelled' : 'too_late' }
  }
  const { memberId, paymentId, totalMinor: amountMinor } = order
  const duties: Duty[] = [{ kind: 'release_units', orderId, memberId }]
  if (paymentId !== null && amountMinor > 0) {
    const refundId = uuidv8('refund', orderId, 'cancelled')
    const reason = 'The order was cancelled.' as const
    duties.push({ kind: 'refund', orderId, memberId, refundId, paymentId, amountMinor, reason })
  }
  await takeOn(trx, orderId, duties)
  return { outcome: 'cancelled' }
}
