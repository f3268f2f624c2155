import assert from 'node:assert/strict'
import type { CallContext } from '#contracts/operation.ts'
import type { Order, ShippingAddress } from '#contracts/orders.ts'
import { type Refusal, refuse } from '#contracts/problems.ts'
import { findOrder } from './find-order.ts'
import { sealAddress } from './order-address.ts'
import { publishOrders } from './order-live.ts'
import type { OrdersDeps } from './orders-service.ts'
import { viewOrder } from './read-orders.ts'

/** Sets where an order goes. The state decides at the instant of the write, not the look before. */
export async function setShippingAddress(
  deps: OrdersDeps,
  { orderId, ...address }: ShippingAddress & { readonly orderId: string },
  { caller }: CallContext,
): Promise<Order | Refusal<'not_found' | 'illegal_transition'>> {
  assert(caller !== null, 'the gateway lets no visitor in')
  const mine = { orderId, memberId: caller.memberId }
  if ((await findOrder(deps, mine)) === null) return refuse('not_found')
  const sealed = sealAddress(deps, orderId, address)
  const { outcome } = await deps.database.write.setAddress({ orderId, sealed })
  if (outcome === 'too_late') return refuse('illegal_transition')
  await publishOrders(deps, [orderId])
  const order = await findOrder(deps, mine)
  assert(order !== null, 'an order does not go away')
  return viewOrder(deps, order)
}
