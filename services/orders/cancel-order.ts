import assert from 'node:assert/strict'
import type { CallContext } from '#contracts/operation.ts'
import { reservationIdOf } from '#contracts/order-id.ts'
import type { Order } from '#contracts/orders.ts'
import { isRefusal, type Refusal, refuse } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { findOrder } from './find-order.ts'
import { decideCancellation } from './order.ts'
import { carryOutDuties } from './order-duties.ts'
import { publishOrders } from './order-live.ts'
import type { OrdersDeps } from './orders-service.ts'
import { viewOrder } from './read-orders.ts'

type Refused = Refusal<'not_found' | 'order_not_cancellable' | 'reservation_pinned' | 'try_again'>

/**
 * Cancels an order until it is shipped. Of an unpaid one only stock ends the reservation, so it is
 * asked first, in the name of the member; its event tells the same once more, and then is old news.
 * A paid one is cancelled here, and its units and its money follow.
 */
export async function cancelOrder(
  deps: OrdersDeps,
  { orderId }: { readonly orderId: string },
  context: CallContext,
): Promise<Order | Refused> {
  assert(context.caller !== null, 'the gateway lets no visitor in')
  const mine = { orderId, memberId: context.caller.memberId }
  const order = await findOrder(deps, mine)
  if (order === null) return refuse('not_found')
  const decision = decideCancellation(order.state)
  if (decision === 'not_cancellable') return refuse('order_not_cancellable')
  if (decision === 'already_cancelled') return viewOrder(deps, order)

  const refused = await (decision === 'release'
    ? cancelUnpaid(deps, mine, context)
    : cancelPaid(deps, mine))
  if (refused !== null) return refused
  await publishOrders(deps, [orderId])
  const cancelled = await findOrder(deps, mine)
  assert(cancelled !== null, 'an order does not go away')
  return viewOrder(deps, cancelled)
}

/**
 * A merchant cancels what was paid and is not shipped. What is not paid yet, its member lets go, or
 * it runs out.
 */
export async function cancelPaidOrder(
  deps: OrdersDeps,
  { orderId }: { readonly orderId: string },
): Promise<Order | Refusal<'not_found' | 'order_not_cancellable'>> {
  const [order] = await deps.database.read.readOrders({ orderIds: [orderId] })
  if (order === undefined) return refuse('not_found')
  const decision = decideCancellation(order.state)
  if (decision === 'already_cancelled') return viewOrder(deps, order)
  if (decision !== 'take_back') return refuse('order_not_cancellable')
  const refused = await cancelPaid(deps, { orderId })
  if (refused !== null) return refused
  await publishOrders(deps, [orderId])
  const [cancelled] = await deps.database.read.readOrders({ orderIds: [orderId] })
  assert(cancelled !== undefined, 'an order does not go away')
  return viewOrder(deps, cancelled)
}

async function cancelUnpaid(
  deps: OrdersDeps,
  mine: { readonly orderId: string; readonly memberId: string },
  context: CallContext,
): Promise<Refused | null> {
  const refused = await release(deps, mine, context)
  if (refused === 'sold') return cancelPaid(deps, mine)
  if (refused === null) await deps.database.write.cancelOrder({ orderId: mine.orderId })
  return refused
}

async function cancelPaid(
  deps: OrdersDeps,
  { orderId }: { readonly orderId: string },
): Promise<Refusal<'order_not_cancellable'> | null> {
  const { outcome } = await deps.database.write.takeBackOrder({ orderId })
  if (outcome === 'too_late') return refuse('order_not_cancellable')
  await carryOutDuties(deps)
  return null
}

/**
 * Null when the reservation is released, by this call or by an earlier one; `sold` where its money
 * came a moment ago, which the order then knows too.
 */
async function release(
  { stock, database }: OrdersDeps,
  mine: { readonly orderId: string; readonly memberId: string },
  context: CallContext,
): Promise<Refused | 'sold' | null> {
  const reservationId = reservationIdOf(mine.orderId)
  const released = await stock.releaseReservation({ reservationId }, context)
  if (!isRefusal(released)) return null
  if (released.refused !== 'reservation_ended') return refuse(released.refused)
  const reservation = await stock.findReservation(mine, fromService)
  if (isRefusal(reservation)) return refuse('order_not_cancellable')
  const { state, sale } = reservation
  if (state === 'committed' && sale !== undefined) {
    await database.write.payOrder({ orderId: mine.orderId, ...sale })
    return 'sold'
  }
  return state === 'released' ? null : refuse('order_not_cancellable')
}
