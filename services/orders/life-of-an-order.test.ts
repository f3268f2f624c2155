import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Order } from '#contracts/orders.ts'
import { isRefusal } from '#contracts/problems.ts'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import {
  aMemberId,
  anAddress,
  anOrdersService,
  asMember,
  type OrdersInATest,
} from './an-orders-service.ts'

const DAY_MS = 86_400_000
const parcel = { carrier: '한진택배', trackingNumber: 'HJ-42' }

const wordOf = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done')
const orderOf = (answer: unknown) => {
  assert(!isRefusal(answer), JSON.stringify(answer))
  return answer as Order
}

/** A paid order of two lines, three units and one, with an address. */
async function aPaidOrder(shop: OrdersInATest) {
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

async function aDeliveredOrder(shop: OrdersInATest) {
  const order = await aPaidOrder(shop)
  const { orderId } = order
  orderOf(await shop.orders.shipOrder({ orderId, ...parcel }, fromService))
  orderOf(await shop.orders.deliverOrder({ orderId }, fromService))
  return order
}

const refundedBy = (shop: OrdersInATest) =>
  [...shop.refunds.values()].map(refund => refund.amountMinor)

test('a paid order ships a day later and arrives a day after that, each by the step before', async () => {
  await using shop = await anOrdersService()
  const { read } = await aPaidOrder(shop)
  const paidAtMs = shop.clock.nowMs()
  shop.clock.advance(DAY_MS - 1)
  await shop.runJob('orders.take_steps')
  assert.equal((await read()).state, 'paid')
  // The job came late: the next day is counted from then.
  shop.clock.advance(5_001)
  await shop.runJob('orders.take_steps')
  await shop.runJob('orders.take_steps')
  const shipped = await read()
  assert.equal(shipped.state, 'shipped')
  assert.ok(shipped.shipment?.trackingNumber)
  shop.clock.advance(DAY_MS)
  await shop.runJob('orders.take_steps')
  const delivered = await read()
  const [shippedAtMs, deliveredAtMs] = [paidAtMs + DAY_MS + 5_000, paidAtMs + 2 * DAY_MS + 5_000]
  assert.deepEqual(delivered.history.slice(1), [
    { state: 'paid', atMs: paidAtMs },
    { state: 'shipped', atMs: shippedAtMs },
    { state: 'delivered', atMs: deliveredAtMs },
  ])
  assert.deepEqual(delivered.shipment, { ...shipped.shipment, shippedAtMs, deliveredAtMs })
  const told = (await shop.announced()).map(({ type, version }) => `${type} ${version}`)
  const steps = ['order.paid 2', 'order.shipped 3', 'order.delivered 4']
  assert.deepEqual(told, ['order.placed 1', ...steps])
})

test('without an address nothing ships, and with one it ships at once if its day is over', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { orderId } = shop.stock.reserveOfDrop(memberId)
  await shop.deliver()
  shop.stock.commit(orderId)
  await shop.deliver()
  await shop.runJob('orders.copy_addresses')
  shop.clock.advance(DAY_MS)
  await shop.runJob('orders.take_steps')
  const member = asMember(memberId)
  const state = async () => orderOf(await shop.orders.readOrder({ orderId }, member)).state
  assert.equal(await state(), 'paid')
  const byHand = await shop.orders.shipOrder({ orderId, ...parcel }, fromService)
  assert.equal(wordOf(byHand), 'illegal_transition')
  await shop.orders.setShippingAddress({ orderId, ...anAddress() }, member)
  await shop.runJob('orders.take_steps')
  assert.equal(await state(), 'shipped')
})

test('merchants ship many at once, each with its own outcome, and no state is skipped', async () => {
  await using shop = await anOrdersService()
  const [one, two] = [await aPaidOrder(shop), await aPaidOrder(shop)]
  const early = await shop.orders.deliverOrder({ orderId: one.orderId }, fromService)
  assert.equal(wordOf(early), 'illegal_transition')
  await shop.orders.cancelOrder({ orderId: two.orderId }, two.member)
  const unknown = aMemberId()
  const orderIds = [one.orderId, two.orderId, unknown]
  const items = orderIds.map(orderId => ({ orderId, ...parcel }))
  const bulk = () => shop.orders.shipOrders({ items }, fromService)
  const outcomes = ['shipped', 'illegal_transition', 'not_found']
  const expected = { items: orderIds.map((orderId, at) => ({ orderId, outcome: outcomes[at] })) }
  assert.deepEqual(await bulk(), expected)
  // The answer may have been lost; the same parcel again is no error, another one is.
  assert.deepEqual(await bulk(), expected)
  const other = { orderId: one.orderId, carrier: 'CJ', trackingNumber: '1' }
  assert.equal(wordOf(await shop.orders.shipOrder(other, fromService)), 'illegal_transition')
})

test('a paid order that is cancelled gives all its units and money back, once', async () => {
  await using shop = await anOrdersService()
  const { orderId, member, read, teeId, capId } = await aPaidOrder(shop)
  const cancel = () => shop.orders.cancelOrder({ orderId }, member)
  const answers = (await Promise.all([cancel(), cancel(), cancel()])).map(orderOf)
  assert.deepEqual(
    answers.map(order => order.state),
    ['cancelled', 'cancelled', 'cancelled'],
  )
  await shop.deliver()
  assert.deepEqual([shop.stock.free.get(teeId), shop.stock.free.get(capId)], [10, 10])
  assert.deepEqual(refundedBy(shop), [32_000])
  assert.equal((await read()).state, 'cancelled')
})

test('of shipping and cancelling at the same instant exactly one wins, and the money follows', async () => {
  await using shop = await anOrdersService()
  for (let round = 0; round < 10; round++) {
    const { orderId, member, read } = await aPaidOrder(shop)
    shop.refunds.clear()
    const ship = () => shop.orders.shipOrder({ orderId, ...parcel }, fromService)
    const cancel = () => shop.orders.cancelOrder({ orderId }, member)
    const both = round % 2 === 0 ? [ship(), cancel()] : [cancel(), ship()]
    const words = (await Promise.all<unknown>(both)).map(wordOf)
    assert.equal(words.filter(word => word === 'done').length, 1, words.join())
    const { state } = await read()
    assert.deepEqual(refundedBy(shop), state === 'cancelled' ? [32_000] : [])
  }
})

test('what stock or payments could not be told is told later', async () => {
  await using shop = await anOrdersService()
  let isDown = true
  const { refundOrder } = shop.deps.payments
  Object.assign(shop.deps.payments, {
    refundOrder: async (...given: Parameters<typeof refundOrder>) => {
      if (isDown) throw new DatabaseUnavailable('payments are gone')
      return refundOrder(...given)
    },
  })
  const { orderId, member } = await aPaidOrder(shop)
  orderOf(await shop.orders.cancelOrder({ orderId }, member))
  assert.deepEqual(refundedBy(shop), [])
  isDown = false
  shop.clock.advance(60_000)
  await shop.runJob('orders.carry_out_duties')
  assert.deepEqual(refundedBy(shop), [32_000])
  shop.refunds.clear()
  shop.clock.advance(600_000)
  await shop.runJob('orders.carry_out_duties')
  assert.deepEqual(refundedBy(shop), [], 'and then no more')
})

test('a line is returned: a day after it was asked for, its units and its money are back', async () => {
  await using shop = await anOrdersService()
  const { orderId, member, read, teeId, capId } = await aDeliveredOrder(shop)
  const lines = [{ skuId: teeId, quantity: 2 }]
  const asked = { orderId, lines, reason: '사이즈가 안 맞아요' }
  const requested = orderOf(await shop.orders.requestReturn(asked, member))
  const [first] = requested.returns
  assert.deepEqual(
    [first?.state, first?.lines, first?.refund.amountMinor],
    ['requested', lines, 16_000],
  )
  shop.clock.advance(DAY_MS - 1)
  await shop.runJob('orders.complete_returns')
  assert.deepEqual(refundedBy(shop), [])
  shop.clock.advance(1)
  await shop.runJob('orders.complete_returns')
  await shop.runJob('orders.complete_returns')
  const { state, returns, lines: bought } = await read()
  assert.deepEqual([state, returns[0]?.state], ['delivered', 'completed'])
  assert.deepEqual(
    bought.map(line => line.returnedQuantity),
    [2, 0],
  )
  assert.deepEqual(refundedBy(shop), [16_000])
  assert.deepEqual([shop.stock.free.get(teeId), shop.stock.free.get(capId)], [9, 9])
})

test('why something comes back is for its member and for merchants, and lies nowhere to be read', async () => {
  await using shop = await anOrdersService()
  const { orderId, member, read } = await aDeliveredOrder(shop)
  const reason = '허리가 아파서 못 입어요'
  const requested = orderOf(await shop.orders.requestReturn({ orderId, reason }, member))
  assert.equal(requested.returns[0]?.reason, reason)
  assert.equal((await read()).returns[0]?.reason, reason)
  const listed = await shop.orders.listAllOrders({ returns: 'requested' }, fromService)
  assert(!isRefusal(listed))
  assert.deepEqual(
    listed.items.map(order => order.returns[0]?.reason),
    [reason],
  )
  assert.equal((await shop.storedBytes()).includes(reason), false)
})

test('a return tells what was given back for it, where a merchant had given most of it before', async () => {
  await using shop = await anOrdersService()
  const { refundOrder } = shop.deps.payments
  let isDown = true
  Object.assign(shop.deps.payments, {
    refundOrder: async (...[owed, context]: Parameters<typeof refundOrder>) => {
      if (isDown) throw new DatabaseUnavailable('payments are gone')
      return refundOrder({ ...owed, amountMinor: Math.min(owed.amountMinor, 6_000) }, context)
    },
  })
  const { orderId, member, read, teeId } = await aDeliveredOrder(shop)
  const lines = [{ skuId: teeId, quantity: 2 }]
  const { returns } = orderOf(
    await shop.orders.requestReturn({ orderId, lines, reason: 'small' }, member),
  )
  const returnId = returns[0]?.returnId ?? ''
  await shop.orders.completeReturn({ returnId }, fromService)
  isDown = false
  shop.clock.advance(60_000)
  await shop.runJob('orders.carry_out_duties')
  const [told] = (await read()).returns
  assert.deepEqual([told?.state, told?.refund.amountMinor], ['completed', 6_000])
  assert.deepEqual(refundedBy(shop), [6_000])
  await shop.orders.completeReturn({ returnId }, fromService)
  assert.equal((await read()).returns[0]?.refund.amountMinor, 6_000)
})

test('with its last unit an order is returned, and no unit is returned twice', async () => {
  await using shop = await anOrdersService()
  const { orderId, member, read, teeId } = await aDeliveredOrder(shop)
  const ask = async (lines?: { skuId: string; quantity: number }[]) =>
    shop.orders.requestReturn(
      { orderId, reason: 'small', ...(lines && { lines }) },
      { ...member, idempotencyKey: aMemberId() },
    )
  const tees = (quantity: number) => [{ skuId: teeId, quantity }]
  assert.equal(wordOf(await ask(tees(4))), 'return_exceeds_order')
  assert.equal(wordOf(await ask([{ skuId: aMemberId(), quantity: 1 }])), 'return_exceeds_order')
  assert.equal(wordOf(await ask([...tees(1), ...tees(1)])), 'invalid_request')
  const atOnce = await Promise.all([ask(tees(2)), ask(tees(2))])
  assert.deepEqual(atOnce.map(wordOf).toSorted(), ['done', 'return_exceeds_order'])
  const rest = orderOf(await ask())
  assert.equal(wordOf(await ask()), 'return_exceeds_order')
  for (const { returnId } of rest.returns) {
    const complete = () => shop.orders.completeReturn({ returnId }, fromService)
    assert.deepEqual((await Promise.all([complete(), complete()])).map(wordOf), ['done', 'done'])
  }
  assert.equal((await read()).state, 'returned')
  assert.equal(
    refundedBy(shop).reduce((sum, amount) => sum + amount, 0),
    32_000,
  )
  assert.equal(shop.stock.free.get(teeId), 10)
})

test('a return is asked for within a day of delivery, and only of what was delivered', async () => {
  await using shop = await anOrdersService()
  const paid = await aPaidOrder(shop)
  const ask = ({ orderId, member }: typeof paid) =>
    shop.orders.requestReturn({ orderId, reason: 'small' }, member)
  assert.equal(wordOf(await ask(paid)), 'illegal_transition')
  const delivered = await aDeliveredOrder(shop)
  assert.equal(wordOf(await ask({ ...delivered, member: asMember(aMemberId()) })), 'not_found')
  shop.clock.advance(DAY_MS + 1)
  assert.equal(wordOf(await ask(delivered)), 'return_window_closed')
})
