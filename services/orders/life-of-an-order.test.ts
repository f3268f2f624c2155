import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { aPaidOrder, DAY_MS, orderOf, parcel, refundedBy, wordOf } from './a-delivered-order.ts'
import { aMemberId, anAddress, anOrdersService, asMember } from './an-orders-service.ts'

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
  const { missing } = (isRefusal(byHand) && byHand.details) || {}
  assert.equal(missing, 'shippingAddress', 'who may not ship is told what is missing')
  const bulk = await shop.orders.shipOrders({ items: [{ orderId, ...parcel }] }, fromService)
  assert.deepEqual(bulk, {
    items: [{ orderId, outcome: 'illegal_transition', missing: 'shippingAddress' }],
  })
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
