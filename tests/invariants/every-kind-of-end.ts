import assert from 'node:assert/strict'
import type { Order } from '#contracts/orders.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import type { SomePlace } from '#tests/shop/some-place.ts'
import { atRest } from './at-rest.ts'

const address = {
  recipient: '김선착',
  phone: '010-1234-5678',
  postalCode: '04524',
  line1: '세종대로 110',
}

/** Sold, cancelled, returned in part and whole, run out, offered and still waited for. */
export async function liveThrough(place: SomePlace): Promise<void> {
  await using shop = await openTestShop({ place })
  const [ana, bo, chan, dana] = await Promise.all(Array.from({ length: 4 }, () => shop.signUp()))
  assert(ana && bo && chan && dana)
  const drop = await shop.makeDrop({ units: 3, limitPerMember: 2, holdMs: 600_000 })
  const bought = await shop.buy(ana, drop)
  const cancelled = await shop.buy(bo, drop)
  await shop.buy(ana, drop)
  const line = `/api/drops/${drop.dropId}/waitlist` as const
  for (const as of [chan, dana]) {
    expectAnswer(await shop.call(`PUT ${line}`, { as, body: { quantity: 1 } }), 200)
  }
  const { orderId } = cancelled.order
  expectAnswer(await shop.call(`POST /api/orders/${orderId}/cancellation`, { as: bo }), 200)

  const { skus } = await shop.makeProduct({ kind: 'regular' })
  const items = skus.map(({ skuId }) => ({ skuId, quantity: 3 }))
  const regular = expectAnswer<Order>(await shop.placeOrder(bo, items), 201)
  await shop.pay(bo, regular.orderId)
  await giveBack(shop, bo, regular.orderId, [{ skuId: items[0]?.skuId, quantity: 1 }])
  const other = await shop.makeDrop({ units: 1 })
  const whole = await shop.buy(dana, other)
  await giveBack(shop, dana, whole.order.orderId, undefined)
  expectAnswer(await shop.enter(chan, bought.order.orderId), 404)
  const held = expectAnswer<{ orderId: string }>(await shop.reserve(chan, other), 201)
  expectAnswer(await shop.enter(chan, held.orderId), 201)

  const isQuiet = async () => {
    shop.clock.advance(1_000)
    await shop.settled()
    const pending = await shop.databases.orders?.write.claimDuties({ limit: 1 })
    const refunded = await shop.readPayment(bo, cancelled.paymentId)
    return pending?.length === 0 && refunded.refunded.amountMinor > 0
  }
  await eventually('nothing owed', isQuiet)
  await shop.settled()
  await atRest(place)
}

async function giveBack(shop: TestShop, as: Buyer, orderId: string, lines?: object[]) {
  const admin = await shop.asAdmin()
  expectAnswer(
    await shop.call(`PUT /api/orders/${orderId}/shipping-address`, { as, body: address }),
    200,
  )
  const parcel = { carrier: 'CJ', trackingNumber: '1' }
  const steps = [
    [`POST /api/admin/orders/${orderId}/shipment`, parcel],
    [`POST /api/admin/orders/${orderId}/delivery`, undefined],
  ] as const
  for (const [step, body] of steps) expectAnswer(await shop.call(step, { as: admin, body }), 200)
  const body = { reason: 'too small', ...(lines && { lines }) }
  const asked = await shop.call(`POST /api/orders/${orderId}/returns`, { as, body })
  const [wanted] = expectAnswer<Order>(asked, 200).returns
  const path = `POST /api/admin/returns/${wanted?.returnId}/completion` as const
  expectAnswer(await shop.call(path, { as: admin }), 200)
}
