import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, suite, test } from 'node:test'
import type { Order } from '#contracts/orders.ts'
import { openTestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer, type HttpAnswer } from '#tests/shop/http-client.ts'

const shop = await openTestShop()
after(() => shop[Symbol.asyncDispose]())
const [minji, merchant] = await Promise.all([shop.signUp(), shop.asAdmin()])

const address = {
  ...{ recipient: '김선착', phone: '010-1234-5678', postalCode: '04524' },
  line1: '세종대로 110',
}
const codes = (answers: readonly HttpAnswer[]) =>
  answers.map(({ status, code }) => (code === undefined ? status : `${status} ${code}`)).sort()

/** A paid regular order of some units that is to go to an address. */
async function aPaidOrder(units = 2) {
  const { skus, productId } = await shop.makeProduct({ kind: 'regular' })
  const skuId = skus[0]?.skuId ?? ''
  const placed = await shop.placeOrder(minji, [{ skuId, quantity: units }])
  const { orderId } = expectAnswer<Order>(placed, 201)
  const path = `PUT /api/orders/${orderId}/shipping-address` as const
  expectAnswer(await shop.call(path, { as: minji, body: address }), 200)
  const { paymentId, order } = await shop.pay(minji, orderId)
  return { orderId, paymentId, order, skuId, productId }
}

const cancel = (orderId: string) =>
  shop.call(`POST /api/orders/${orderId}/cancellation`, { as: minji })
const ship = (orderId: string) =>
  shop.call(`POST /api/admin/orders/${orderId}/shipment`, {
    as: merchant,
    body: { carrier: 'CJ', trackingNumber: '1' },
  })

async function aDeliveredOrder(units?: number) {
  const paid = await aPaidOrder(units)
  expectAnswer(await ship(paid.orderId), 200)
  const path = `POST /api/admin/orders/${paid.orderId}/delivery` as const
  expectAnswer(await shop.call(path, { as: merchant }), 200)
  return paid
}

const giveBack = (orderId: string, lines: readonly object[]) =>
  shop.call(`POST /api/orders/${orderId}/returns`, { as: minji, body: { lines, reason: 'small' } })

suite('A number that is none to buy by', () => {
  test('is refused wherever a quantity is asked for: zero, minus, a fraction, 2⁵³, a text', async () => {
    const drop = await shop.makeDrop()
    const { skus } = await shop.makeProduct({ kind: 'regular' })
    const skuId = skus[0]?.skuId
    for (const quantity of [0, -1, 1.5, 2 ** 53, 1e300, '1', null]) {
      const ask = { as: minji, key: randomUUID() }
      const answers = await Promise.all([
        shop.call(`POST /api/drops/${drop.dropId}/reservations`, { ...ask, body: { quantity } }),
        shop.call(`PUT /api/drops/${drop.dropId}/waitlist`, { ...ask, body: { quantity } }),
        shop.call('POST /api/orders', { ...ask, body: { items: [{ skuId, quantity }] } }),
        shop.call(`PUT /api/cart/items/${skuId}`, { ...ask, body: { quantity } }),
        shop.call(`PUT /api/wishlist/${skuId}`, { ...ask, body: { quantity } }),
      ])
      assert.deepEqual(codes(answers), Array(5).fill('422 invalid_request'), String(quantity))
    }
    assert.equal((await shop.readDrop(drop.dropId)).remaining, 10)
  })

  test('is refused as a price: a fraction, minus, 2⁵³, a text', async () => {
    const { skus } = await shop.makeProduct({ skus: [{ options: {}, units: 5 }] })
    for (const amountMinor of [99.5, -1, 2 ** 53, '100']) {
      const price = { amountMinor, currency: 'KRW' }
      const product = { title: 'x', description: '', kind: 'drop', price, skus: [] }
      const opensAtMs = shop.clock.nowMs() + 1_000
      const drop = {
        ...{ skuId: skus[0]?.skuId, price, units: 1, limitPerMember: 1 },
        ...{ opensAtMs, closesAtMs: opensAtMs + 1_000 },
      }
      const answers = await Promise.all([
        shop.call('POST /api/admin/products', { as: merchant, body: product }),
        shop.call('POST /api/admin/drops', { as: merchant, body: drop }),
      ])
      assert.deepEqual(codes(answers), Array(2).fill('422 invalid_request'), String(amountMinor))
    }
  })
})

test('a product that leaves the shop stays in a cart as gone, and is not ordered from it', async () => {
  const hana = await shop.signUp()
  const { skus, productId } = await shop.makeProduct({ kind: 'regular' })
  const item = `/api/cart/items/${skus[0]?.skuId}` as const
  expectAnswer(await shop.call(`PUT ${item}`, { as: hana, body: { quantity: 2 } }), 200)
  expectAnswer(await shop.call(`DELETE /api/admin/products/${productId}`, { as: merchant }), 204)
  const isGone = async () => {
    const cart = await shop.call('GET /api/cart', { as: hana })
    const { items } = expectAnswer<{ items: { problem?: string }[] }>(cart, 200)
    return items[0]?.problem === 'gone'
  }
  await eventually('a line that is gone', isGone)
  const skuId = skus[0]?.skuId ?? ''
  for (const body of [{ fromCart: true }, { items: [{ skuId, quantity: 1 }] }]) {
    const ordered = await shop.call('POST /api/orders', { as: hana, key: randomUUID(), body })
    expectAnswer(ordered, 409, 'gone')
    assert.match(ordered.text, new RegExp(`"skuIds":\\["${skuId}"\\]`))
  }
  const { items } = expectAnswer<{ items: object[] }>(
    await shop.call('GET /api/orders', { as: hana }),
    200,
  )
  assert.deepEqual(items, [])
})

suite('Two who want the opposite at one instant', () => {
  test('of a cancellation and a shipment exactly one comes off', async () => {
    for (let time = 0; time < 5; time++) {
      const { orderId } = await aPaidOrder()
      const [cancelled, shipped] = await Promise.all([cancel(orderId), ship(orderId)])
      const { state } = await shop.readOrder(minji, orderId)
      const outcomes = {
        cancelled: ['200', '409 illegal_transition'],
        shipped: ['409 order_not_cancellable', '200'],
      }
      const seen = [cancelled, shipped].map(({ status, code }) =>
        code === undefined ? `${status}` : `${status} ${code}`,
      )
      assert.deepEqual(seen, outcomes[state as keyof typeof outcomes], state)
    }
  })

  test('a press that asks for a return and hears no answer is the same press again', async () => {
    const { orderId, skuId } = await aDeliveredOrder(3)
    const key = randomUUID()
    const path = `POST /api/orders/${orderId}/returns` as const
    const press = (quantity: number) =>
      shop.call(path, {
        ...{ as: minji, key },
        body: { lines: [{ skuId, quantity }], reason: 'small' },
      })
    const answers = await Promise.all([press(1), press(1), press(1)])
    assert.deepEqual(codes(answers), [200, 200, 200])
    expectAnswer(await press(1), 200)
    assert.equal((await shop.readOrder(minji, orderId)).returns.length, 1)
    expectAnswer(await press(2), 409, 'idempotency_conflict')
  })

  test('a line is returned once, however often at once, and never more of it than was bought', async () => {
    const { orderId, skuId } = await aDeliveredOrder(2)
    const tooMany = await giveBack(orderId, [{ skuId, quantity: 3 }])
    expectAnswer(tooMany, 409, 'return_exceeds_order')
    const twice = [
      { skuId, quantity: 1 },
      { skuId, quantity: 1 },
    ]
    expectAnswer(await giveBack(orderId, twice), 422, 'invalid_request')
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => giveBack(orderId, [{ skuId, quantity: 2 }])),
    )
    assert.deepEqual(codes(answers), [200, ...Array(3).fill('409 return_exceeds_order')])
    const order = await shop.readOrder(minji, orderId)
    assert.equal(order.returns.length, 1)
    const completion = `POST /api/admin/returns/${order.returns[0]?.returnId}/completion` as const
    const done = await Promise.all(
      Array.from({ length: 3 }, () => shop.call(completion, { as: merchant })),
    )
    assert.deepEqual(codes(done), [200, 200, 200])
    await eventually('the money back, once', async () => {
      shop.clock.advance(1_000)
      const { refunded, state, total } = await shop.readOrder(minji, orderId)
      assert.ok(refunded.amountMinor <= total.amountMinor)
      return state === 'returned' && refunded.amountMinor === total.amountMinor
    })
  })

  test('a return tells what was given back for it, however a merchant refunds beside it', async () => {
    for (const isAtOnce of [false, true]) {
      const { orderId, paymentId, order, skuId } = await aDeliveredOrder(2)
      const asked = await giveBack(orderId, [{ skuId, quantity: 1 }])
      const { returnId } = expectAnswer<Order>(asked, 200).returns[0] ?? {}
      const body = { amountMinor: order.total.amountMinor - 1, reason: 'sorry' }
      const refund = () =>
        shop.call(`POST /api/admin/payments/${paymentId}/refunds`, {
          ...{ as: merchant, key: randomUUID(), body },
        })
      const complete = () =>
        shop.call(`POST /api/admin/returns/${returnId}/completion`, { as: merchant })
      if (!isAtOnce) expectAnswer(await refund(), 201)
      await Promise.all(isAtOnce ? [refund(), complete()] : [complete()])
      await eventually('a return that says what it gave', async () => {
        shop.clock.advance(1_000)
        const { returns } = await shop.readOrder(minji, orderId)
        const { refunds } = await shop.readPayment(minji, paymentId)
        const given = refunds.filter(
          ({ reason, state }) => reason !== 'sorry' && state === 'refunded',
        )
        return returns[0]?.refund.amountMinor === given[0]?.amount.amountMinor
      })
    }
  })

  test('refunds at one instant give back no more than was taken', async () => {
    const { paymentId, order } = await aPaidOrder()
    const amountMinor = order.total.amountMinor - 1
    const refund = () =>
      shop.call(`POST /api/admin/payments/${paymentId}/refunds`, {
        ...{ as: merchant, key: randomUUID(), body: { amountMinor, reason: 'sorry' } },
      })
    const answers = await Promise.all([refund(), refund(), refund()])
    assert.deepEqual(codes(answers), [201, ...Array(2).fill('409 refund_exceeds_capture')])
  })
})
