import assert from 'node:assert/strict'
import type { Calls } from '#contracts/operation.ts'
import type { Order, ordersApi } from '#contracts/orders.ts'
import { refuse } from '#contracts/problems.ts'
import { cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import { copyDefaultAddress } from './default-address.ts'
import { findOrder } from './find-order.ts'
import { openedOrder } from './opened-order.ts'
import type { OrderKey, StoredOrder } from './order-read-store.ts'
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
  const behind = readCursor(cursor, isOrderKey)
  if (behind === 'malformed') return cursorRefused
  const found = await deps.database.read.listOrders({
    memberId,
    behind: behind ?? beforeAll,
    limit: limit + 1,
  })
  const { rows, nextCursor } = pageOf(found, limit, ({ placedAtMs, orderId }) => ({
    placedAtMs,
    orderId,
  }))
  const orders = await copyDefaultAddress(deps, memberId, rows)
  return { items: orders.map(order => openedOrder(deps, order)), nextCursor }
}

/** The order as its member reads it, with the default address where it still wants one. */
export async function viewOrder(deps: OrdersDeps, order: StoredOrder): Promise<Order> {
  const [present = order] = await copyDefaultAddress(deps, order.memberId, [order])
  return openedOrder(deps, present)
}

/** Behind this key stand all orders. */
const beforeAll: OrderKey = { placedAtMs: Number.MAX_SAFE_INTEGER, orderId: '' }

function isOrderKey(key: unknown): key is OrderKey {
  const { placedAtMs, orderId } = key as Partial<OrderKey>
  return Number.isSafeInteger(placedAtMs) && typeof orderId === 'string'
}
