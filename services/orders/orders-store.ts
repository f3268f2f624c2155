import { pruneAnswers, recall } from '#platform/database/idempotency.ts'
import { forgetMember, readBelongings } from './belongings-store.ts'
import { cancelOrder, payOrder, takeBackOrder } from './cancel-order-store.ts'
import { clearCart, putCartItem, readCartItems, removeCartItem } from './cart-store.ts'
import { insertOrders, type NewOrder } from './insert-orders-store.ts'
import { copyAddresses, listAddressWanted, setAddress } from './order-address-store.ts'
import {
  listAllOrders,
  listOrdersComingBack,
  listOrdersOfMember,
  readOrdersBeginning,
} from './order-console-store.ts'
import { claimDuties, endDuty } from './order-duty-store.ts'
import { measureOrders } from './order-measure-store.ts'
import { listOrders, readOrders } from './order-read-store.ts'
import { takeSteps } from './order-steps-store.ts'
import type { OrderTransaction } from './orders-tables.ts'
import {
  forgetRequest,
  placeOrder,
  pruneRequests,
  replaceRequest,
  shareRequest,
  storeRequest,
} from './place-order-store.ts'
import { listCountedOrders } from './recount-orders-store.ts'
import { completeReturn, listDueReturns, requestReturn } from './return-order-store.ts'
import { deliverOrder, shipOrder } from './ship-order-store.ts'

export { consume } from './consume-store.ts'
export { migrations } from './orders-migrations.ts'

export const reads = {
  readOrders,
  listOrders,
  listAllOrders,
  listOrdersOfMember,
  listOrdersComingBack,
  readOrdersBeginning,
  listAddressWanted,
  listDueReturns,
  listCountedOrders,
  measureOrders,
  readCartItems,
  readBelongings,
  recall,
}

export const writes = {
  forgetMember,
  makeOrder,
  payOrder,
  cancelOrder,
  takeBackOrder,
  shipOrder,
  deliverOrder,
  takeSteps,
  requestReturn,
  completeReturn,
  claimDuties,
  endDuty,
  putCartItem,
  removeCartItem,
  clearCart,
  placeOrder,
  storeRequest,
  replaceRequest,
  shareRequest,
  forgetRequest,
  pruneRequests,
  pruneAnswers,
  copyAddresses,
  setAddress,
}

/** Makes an order of a reservation whose event has not come yet. */
async function makeOrder(trx: OrderTransaction, { order }: { readonly order: NewOrder }) {
  await insertOrders(trx, [order])
}
