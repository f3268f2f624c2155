import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cart } from '#contracts/cart.ts'
import { money } from '#contracts/money.ts'
import type { Order } from '#contracts/orders.ts'
import { isRefusal, refuse, refuseField } from '#contracts/problems.ts'
import { aMemberId, anOrdersService, asMember } from './an-orders-service.ts'

const cartOf = (answer: unknown) => {
  assert(!isRefusal(answer), JSON.stringify(answer))
  return answer as Cart
}
const wordOf = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done')
const inShort = ({ items }: Cart) =>
  items.map(({ skuId, quantity, problem }) => [skuId, quantity, problem])

test('a cart holds what is put in, at present prices, and tells what cannot be had', async () => {
  await using shop = await anOrdersService()
  const member = asMember(aMemberId())
  const [tee, cap, mug] = [shop.sell(5), shop.sell(1), shop.sell(5)]
  const put = (skuId: string, quantity: number) =>
    shop.orders.putCartItem({ skuId, quantity }, member)
  await put(tee.skuId, 1)
  shop.clock.advance(1)
  await put(cap.skuId, 2)
  shop.clock.advance(1)
  await put(mug.skuId, 2)
  cartOf(await put(tee.skuId, 3))
  shop.forSale.set(tee.skuId, { ...tee, price: money(8_800, 'KRW') })
  shop.forSale.delete(mug.skuId)
  const cart = cartOf(await shop.orders.readCart({}, member))
  assert.deepEqual(inShort(cart), [
    [tee.skuId, 3, undefined],
    [cap.skuId, 2, 'sold_out'],
    [mug.skuId, 2, 'gone'],
  ])
  assert.deepEqual(cart.total, money(26_400, 'KRW'))
  assert.equal(cart.items[2]?.title, mug.title, 'what is gone is still called by its name')
  assert.deepEqual(cartOf(await shop.orders.readCart({}, asMember(aMemberId()))).items, [])
  await shop.orders.removeCartItem({ skuId: cap.skuId }, member)
  await shop.orders.removeCartItem({ skuId: cap.skuId }, member)
  await shop.orders.clearCart({}, member)
  const empty = cartOf(await shop.orders.readCart({}, member))
  assert.deepEqual(empty, { items: [], total: money(0, 'KRW'), totals: [] })
})

test('a cart of two currencies tells the sum of each, and is no order until one of them is out', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const member = asMember(memberId)
  const [tee, mug] = [shop.sell(5), shop.sell(5, { price: money(1_250, 'USD') })]
  const put = (skuId: string, quantity: number) =>
    shop.orders.putCartItem({ skuId, quantity }, member)
  await put(tee.skuId, 2)
  shop.clock.advance(1)
  const cart = cartOf(await put(mug.skuId, 3))
  assert.deepEqual(cart.totals, [money(16_000, 'KRW'), money(3_750, 'USD')])
  assert.deepEqual(cart.total, money(16_000, 'KRW'))
  const order = () => shop.orders.placeOrder({ fromCart: true }, asMember(memberId, aMemberId()))
  const message = 'One order is of one currency.'
  assert.deepEqual(await order(), refuseField('fromCart', message))
  await shop.orders.removeCartItem({ skuId: tee.skuId }, member)
  assert.equal(wordOf(await order()), 'done')
})

test('a line whose product left the shop is named, so that it can be taken out', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const member = asMember(memberId)
  const [tee, mug] = [shop.sell(5), shop.sell(5)]
  for (const { skuId } of [tee, mug]) await shop.orders.putCartItem({ skuId, quantity: 1 }, member)
  shop.forSale.delete(mug.skuId)
  const order = () => shop.orders.placeOrder({ fromCart: true }, asMember(memberId, 'a key'))
  assert.deepEqual(await order(), refuse('gone', { skuIds: [mug.skuId] }))
  await shop.orders.removeCartItem({ skuId: mug.skuId }, member)
  assert.equal(wordOf(await order()), 'done')
})

test('what is sold by drops only, or not at all, does not go in; nor more than one order takes', async () => {
  await using shop = await anOrdersService()
  const member = asMember(aMemberId())
  const put = async (skuId: string) =>
    wordOf(await shop.orders.putCartItem({ skuId, quantity: 1 }, member))
  assert.equal(await put(shop.sell(5, { kind: 'drop' }).skuId), 'drop_only')
  assert.equal(await put(aMemberId()), 'not_found')
  for (let at = 0; at < 50; at++) assert.equal(await put(shop.sell(1).skuId), 'done')
  assert.equal(await put(shop.sell(1).skuId), 'invalid_request')
})

test('the cart is ordered as it is: it is empty then, and the key gives the same order again', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const [tee, cap] = [shop.sell(5), shop.sell(5)]
  const member = asMember(memberId, 'key')
  const order = () => shop.orders.placeOrder({ fromCart: true }, member)
  assert.equal(wordOf(await order()), 'invalid_request', 'an empty cart is no order')
  for (const { skuId } of [tee, cap]) await shop.orders.putCartItem({ skuId, quantity: 2 }, member)
  const first = await order()
  assert(!isRefusal(first))
  const { lines, total } = JSON.parse(first) as Order
  assert.deepEqual([lines.length, total.amountMinor], [2, 32_000])
  assert.deepEqual(cartOf(await shop.orders.readCart({}, member)).items, [])
  assert.equal(await order(), first)
  const items = [{ skuId: tee.skuId, quantity: 2 }]
  assert.equal(wordOf(await shop.orders.placeOrder({ items }, member)), 'idempotency_conflict')
  const neither = await shop.orders.placeOrder({}, asMember(memberId, 'other'))
  assert.equal(wordOf(neither), 'invalid_request')
})

test('where any line of the cart fails, nothing is held and the cart stays', async () => {
  await using shop = await anOrdersService()
  const member = asMember(aMemberId(), 'key')
  const [tee, cap] = [shop.sell(5), shop.sell(1)]
  for (const { skuId } of [tee, cap]) await shop.orders.putCartItem({ skuId, quantity: 2 }, member)
  const refused = await shop.orders.placeOrder({ fromCart: true }, member)
  assert.deepEqual(refused, { refused: 'sold_out', details: { skuIds: [cap.skuId] } })
  assert.equal(shop.stock.free.get(tee.skuId), 5)
  assert.equal(cartOf(await shop.orders.readCart({}, member)).items.length, 2)
})
