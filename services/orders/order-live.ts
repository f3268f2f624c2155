import { orderStreams } from '#contracts/orders.ts'
import { openedOrder } from './opened-order.ts'
import type { OrdersDeps } from './orders-service.ts'

/** Pushes orders, as they are now, to the members who look at them. */
export async function publishOrders(
  deps: Pick<OrdersDeps, 'database' | 'live' | 'personalData'>,
  orderIds: readonly string[],
): Promise<void> {
  const { database, live } = deps
  const watched = orderIds.filter(orderId => live.hasListeners(topicOf(orderId)))
  if (watched.length === 0) return
  for (const order of await database.read.readOrders({ orderIds: watched })) {
    live.publish(topicOf(order.orderId), openedOrder(deps, order))
  }
}

const topicOf = (orderId: string) => orderStreams.order.topic({ orderId })
