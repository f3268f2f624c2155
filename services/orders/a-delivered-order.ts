import assert from 'node:assert/strict'
import type { Order } from '#contracts/orders.ts'
import { isRefusal } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { aMemberId, anAddress, asMember, type OrdersInATest } from './an-orders-service.ts'

export const DAY_MS = 86_400_000
export const parcel = { carrier: '한진택배', trackingNumber: 'HJ-42' }

export const wordOf = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done')

export function orderOf(answer: unknown): Order {
  assert(!isRefusal(answer), JSON.stringify(answer))
  return answer as Order
}

/** A paid order of two lines, three units and one, with an address. */
export async function aPaidOrder(shop: OrdersInATest) {
  const memberId = aMemberId()
  shop.addresses.set(memberId, anAddress())
  const [tee, cap] = [shop.sell(10), shop.sell(10)]
  const items = [
    { skuId: tee.skuId, quantity: 3 },
    { skuId: cap.skuId, quantity: 1 },
  ]
  const member = asMember(memberId, aMemberId())
  const placed = await shop.orders.placeOrder({ items }, member)
  assert(!isRefusal(placed))
  const { orderId } = JSON.parse(placed) as Order
  shop.stock.commit(orderId)
  await shop.deliver()
  const read = async () => orderOf(await shop.orders.readOrder({ orderId }, member))
  return { orderId, member, read, teeId: tee.skuId, capId: cap.skuId }
}

export async function aDeliveredOrder(shop: OrdersInATest) {
  const order = await aPaidOrder(shop)
  const { orderId } = order
  orderOf(await shop.orders.shipOrder({ orderId, ...parcel }, fromService))
  orderOf(await shop.orders.deliverOrder({ orderId }, fromService))
  return order
}

/** What payments was asked to give back, in the order it was asked. */
export const refundedBy = (shop: OrdersInATest) =>
  [...shop.refunds.values()].map(refund => refund.amountMinor)
