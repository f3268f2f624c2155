import type { Order } from '#contracts/orders.ts'
import { openAddress } from './order-address.ts'
import type { StoredOrder } from './order-read-store.ts'
import { orderView } from './order-view.ts'
import type { OrdersDeps } from './orders-service.ts'
import { openReason } from './return-reason.ts'

/** An order with what is sealed of it opened: for its member, and for merchants. */
export function openedOrder(deps: Pick<OrdersDeps, 'personalData'>, stored: StoredOrder): Order {
  return orderView(stored, {
    shippingAddress: openAddress(deps, stored),
    reasonOf: each => openReason(deps, each),
  })
}
