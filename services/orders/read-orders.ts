import assert from 'node:assert/strict'
import type { Calls } from '#contracts/operation.ts'
import type { Order, ordersApi } from '#contracts/orders.ts'
import { refuse } from '#contracts/problems.ts'
import { copyDefaultAddress } from './default-address.ts'
import { findOrder } from './find-order.ts'
import { openAddress } from './order-address.ts'
import { cursorOf, keyOf } from './order-cursor.ts'
import type { StoredOrder } from './order-read-store.ts'
import { orderView } from './order-view.ts'
import type { OrdersDeps } from './orders-service.ts'

type OrderCalls = Calls<typeof ordersApi>
type Call<Name extends keyof OrderCalls> = (
  deps: OrdersDeps,
  ...parameters: Parameters<OrderCalls[Name]>
) => ReturnType<OrderCalls[Name]>

export const readOrder: Call<'readOrder'> = async (deps, { orderId }, { caller }) => {
  assert(caller !== null, 'the gateway lets no visitor in')
  const { memberId } = caller
  const order = await findOrder(deps, { orderId, memberId })
  if (order === null) return refuse('not_found')
  return viewOrder(deps, order)
}

export const listOrders: Call<'listOrders'> = async (deps, { cursor, limit = 20 }, { caller }) => {
  assert(caller !== null, 'the gateway lets no visitor in')
  const { memberId } = caller
  const behind = keyOf(cursor)
  if (behind === null) {
    return refuse('invalid_request', {
      errors: [{ path: 'cursor', message: 'This is no cursor of this list.' }],
    })
  }
  // One more than asked tells whether another page follows.
  const found = await deps.database.read.listOrders({ memberId, behind, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const orders = await copyDefaultAddress(deps, memberId, page)
  return {
    items: orders.map(order => orderView(order, openAddress(deps, order))),
    nextCursor: found.length > limit && last !== undefined ? cursorOf(last) : null,
  }
}

/** The order as its member reads it, with the default address where it still wants one. */
export async function viewOrder(deps: OrdersDeps, order: StoredOrder): Promise<Order> {
  const [present = order] = await copyDefaultAddress(deps, order.memberId, [order])
  return orderView(present, openAddress(deps, present))
}
