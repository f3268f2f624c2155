import { recall } from '#platform/idempotency.ts'
import { insertOrders, type NewOrder } from './insert-orders-store.ts'
import { moveOrders } from './move-orders-store.ts'
import { copyAddresses, listAddressWanted, setAddress } from './order-address-store.ts'
import { listOrders, readOrders } from './order-read-store.ts'
import type { OrderTransaction } from './orders-tables.ts'
import {
  forgetRequest,
  placeOrder,
  pruneRequests,
  replaceRequest,
  storeRequest,
} from './place-order-store.ts'

export { consume } from './consume-store.ts'
export { migrations } from './orders-migrations.ts'

export const reads = { readOrders, listOrders, listAddressWanted, recall }

export const writes = {
  makeOrder,
  cancelOrder,
  placeOrder,
  storeRequest,
  replaceRequest,
  forgetRequest,
  pruneRequests,
  copyAddresses,
  setAddress,
}

/** Makes an order of a reservation whose event has not come yet. */
async function makeOrder(trx: OrderTransaction, { order }: { readonly order: NewOrder }) {
  await insertOrders(trx, [order])
}

/** Cancels an order whose reservation stock has released. */
async function cancelOrder(trx: OrderTransaction, { orderId }: { readonly orderId: string }) {
  await moveOrders(trx, 'cancelled', [{ to: 'cancelled', orderId, atMs: await trx.nowMs() }])
}
