import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { isRefusal } from '#contracts/problems.ts'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import {
  aDeliveredOrder,
  aPaidOrder,
  DAY_MS,
  orderOf,
  refundedBy,
  wordOf,
} from './a-delivered-order.ts'
import { aMemberId, anOrdersService, asMember, type OrdersInATest } from './an-orders-service.ts'

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

test('a return of what was given back before promises what is left, and asks for no more', async () => {
  await using shop = await anOrdersService()
  const { orderId, member, read, teeId } = await aDeliveredOrder(shop)
  const lines = [{ skuId: teeId, quantity: 3 }]
  const asked = { orderId, lines, reason: 'small' }
  const { returns } = orderOf(await shop.orders.requestReturn(asked, member))
  assert.equal(returns[0]?.refund.amountMinor, 24_000)
  const promised = async () => (await read()).returns.map(each => each.refund.amountMinor)
  await refundByHand(shop, orderId, 22_000)
  assert.deepEqual(await promised(), [10_000])
  await refundByHand(shop, orderId, 32_000)
  assert.deepEqual(await promised(), [0])
  const returnId = returns[0]?.returnId ?? ''
  await shop.orders.completeReturn({ returnId }, fromService)
  assert.deepEqual([await promised(), refundedBy(shop)], [[0], []])
  assert.equal(shop.stock.free.get(teeId), 10)
})

test('just after one of two returns was completed, the other promises what is left then', async () => {
  await using shop = await anOrdersService()
  const { orderId, member, read, teeId } = await aDeliveredOrder(shop)
  const ask = (quantity: number, idempotencyKey: string) => {
    const asked = { orderId, lines: [{ skuId: teeId, quantity }], reason: 'small' }
    return shop.orders.requestReturn(asked, { ...member, idempotencyKey })
  }
  await ask(2, 'first')
  shop.clock.advance(1)
  const [first] = orderOf(await ask(1, 'second')).returns
  const promised = async () => (await read()).returns.map(each => each.refund.amountMinor)
  assert.deepEqual(await promised(), [16_000, 8_000])
  await refundByHand(shop, orderId, 14_000)
  assert.deepEqual(await promised(), [16_000, 2_000])
  // The shop's own refund is asked for, and nobody has told yet that it is done.
  await shop.orders.completeReturn({ returnId: first?.returnId ?? '' }, fromService)
  assert.deepEqual(await promised(), [16_000, 2_000])
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

/** Payments tells that a merchant has given so much of an order back by now. */
async function refundByHand(shop: OrdersInATest, orderId: string, amountMinor: number) {
  const [order] = await shop.database.read.readOrders({ orderIds: [orderId] })
  const { paymentId, memberId } = order ?? {}
  const amount = money(amountMinor, 'KRW')
  const data = JSON.stringify({ orderId, paymentId, memberId, amount, refundedTotal: amount })
  const event = { number: 1, type: 'payment.refunded', subject: `${paymentId}`, version: 2 }
  await shop.deliverRows('payments', [{ ...event, timeMs: 0, data }], 1)
}
