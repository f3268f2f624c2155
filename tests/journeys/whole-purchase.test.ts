import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Static } from 'typebox'
import type { Order } from '#contracts/orders.ts'
import type { Payment } from '#contracts/payments.ts'
import type { Reserved } from '#contracts/stock.ts'
import { openTestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'

test('a member signs up, is first at a drop, pays, and has a paid order and a mail about it', async () => {
  await using shop = await openTestShop()
  const minji = await shop.signUp()
  const drop = await shop.makeDrop({ units: 3, price: 129_000, opensInMs: 60_000 })

  expectAnswer(await shop.reserve(minji, drop), 403, 'drop_not_open')
  shop.clock.advance(60_000)
  const reserved = expectAnswer<Static<typeof Reserved>>(await shop.reserve(minji, drop), 201)
  assert.equal(reserved.position, 1)
  assert.equal((await shop.readOrder(minji, reserved.orderId)).state, 'awaiting_payment')

  const entered = expectAnswer<Payment>(await shop.enter(minji, reserved.orderId), 201)
  assert.deepEqual(entered.amount, { amountMinor: 129_000, currency: 'KRW' })
  const confirmed = expectAnswer<Payment>(await shop.confirm(minji, entered.paymentId), 200)
  assert.equal(confirmed.state, 'captured')

  const order = await shop.orderThatIs(minji, reserved.orderId, 'paid')
  assert.deepEqual(
    order.history.map(({ state }) => state),
    ['awaiting_payment', 'paid'],
  )
  assert.equal((await shop.readReservation(minji, reserved.reservationId)).state, 'committed')
  assert.equal((await shop.readDrop(drop.dropId)).remaining, 2)
  await eventually('a mail about the order', async () => {
    // Such mails are written at a pace that leaves the rush alone.
    shop.clock.advance(1_000)
    const mails = await shop.readMailbox(minji.email)
    return mails.some(mail => mail.text.includes(drop.title))
  })
})

test('a declined card costs nobody the unit: the member pays with another', async () => {
  await using shop = await openTestShop()
  const minji = await shop.signUp()
  const drop = await shop.makeDrop({ units: 1 })
  const { orderId, reservationId } = expectAnswer<Static<typeof Reserved>>(
    await shop.reserve(minji, drop),
    201,
  )
  const first = expectAnswer<Payment>(await shop.enter(minji, orderId), 201)
  const declined = await shop.confirm(minji, first.paymentId, { providerKey: 'sim_decline' })
  assert.equal(expectAnswer<Payment>(declined, 200).state, 'declined')
  assert.equal((await shop.readReservation(minji, reservationId)).state, 'held')

  await shop.pay(minji, orderId)
  expectAnswer(await shop.reserve(await shop.signUp(), drop), 409, 'sold_out')
})

test('what is not paid in time goes to the next who asks', async () => {
  await using shop = await openTestShop()
  const [late, next] = [await shop.signUp(), await shop.signUp()]
  const drop = await shop.makeDrop({ units: 1, holdMs: 30_000 })
  const held = expectAnswer<Static<typeof Reserved>>(await shop.reserve(late, drop), 201)
  expectAnswer(await shop.reserve(next, drop), 409, 'sold_out')

  shop.clock.advance(30_001)
  const taken = await eventually('a unit for the next', async () => {
    const answer = await shop.reserve(next, drop)
    return answer.status === 201 && answer
  })
  assert.equal(expectAnswer<Static<typeof Reserved>>(taken, 201).position, 2)
  await shop.orderThatIs(late, held.orderId, 'expired')
  expectAnswer(await shop.enter(late, held.orderId), 409, 'order_not_payable')
})

test('a cancelled order gives its units back, and repeating the cancellation is no error', async () => {
  await using shop = await openTestShop()
  const minji = await shop.signUp()
  const product = await shop.makeProduct({
    kind: 'regular',
    skus: [
      { options: { size: 'M' }, units: 2 },
      { options: { size: 'L' }, units: 1 },
    ],
  })
  const items = product.skus.map(({ skuId }) => ({ skuId, quantity: 1 }))
  const key = randomUUID()
  const placed = await shop.placeOrder(minji, items, { key })
  const { orderId, total } = expectAnswer<Order>(placed, 201)
  assert.equal(total.amountMinor, 2 * product.price.amountMinor)
  assert.equal((await shop.placeOrder(minji, items, { key })).text, placed.text)
  const soldOut = await shop.placeOrder(await shop.signUp(), items)
  assert.deepEqual(expectAnswer<{ skuIds: string[] }>(soldOut, 409, 'sold_out').skuIds, [
    product.skus[1]?.skuId,
  ])

  const cancel = () => shop.call(`POST /api/orders/${orderId}/cancellation`, { as: minji })
  expectAnswer(await cancel(), 200)
  await shop.orderThatIs(minji, orderId, 'cancelled')
  expectAnswer(await cancel(), 200)
  await eventually('the units back', async () => {
    const { skus } = await shop.readProduct(product.productId)
    return skus.map(({ available }) => available).join() === '2,1'
  })
})
