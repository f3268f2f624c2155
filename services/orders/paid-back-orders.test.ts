import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromService } from '#platform/rpc/rpc.ts'
import { aPaidOrder, DAY_MS, orderOf, parcel, refundedBy, wordOf } from './a-delivered-order.ts'
import { aMemberId, anAddress, anOrdersService, type OrdersInATest } from './an-orders-service.ts'

const TOTAL_MINOR = 32_000

test('an order whose money went back is never shipped by the schedule, not even with a new address', async () => {
  await using shop = await anOrdersService()
  const [whole, part] = [await aPaidOrder(shop), await aPaidOrder(shop)]
  await payBack(shop, whole.orderId, TOTAL_MINOR)
  await payBack(shop, part.orderId, TOTAL_MINOR - 1)
  await shipForDays(shop)
  assert.equal((await part.read()).state, 'delivered', 'what is still paid for in part is sent')
  assert.equal((await whole.read()).state, 'paid')
  assert.equal((await shop.database.read.measureOrders({ dayMs: DAY_MS })).stepDueMs, null)
  await shop.orders.setShippingAddress({ orderId: whole.orderId, ...anAddress() }, whole.member)
  await shipForDays(shop)
  assert.equal((await whole.read()).state, 'paid')
})

test('money that went back for another payment of the order keeps nothing from being shipped', async () => {
  await using shop = await anOrdersService()
  const { orderId, read } = await aPaidOrder(shop)
  await payBack(shop, orderId, TOTAL_MINOR, aMemberId())
  await shipForDays(shop)
  assert.equal((await read()).state, 'delivered')
})

test('among many nothing is shipped whose money went back, and by hand it can be', async () => {
  await using shop = await anOrdersService()
  const [whole, paid] = [await aPaidOrder(shop), await aPaidOrder(shop)]
  await payBack(shop, whole.orderId, TOTAL_MINOR)
  const items = [whole, paid].map(({ orderId }) => ({ orderId, ...parcel }))
  const bulk = () => shop.orders.shipOrders({ items }, fromService)
  const left = { orderId: whole.orderId, outcome: 'illegal_transition', missing: 'money' }
  const sent = { orderId: paid.orderId, outcome: 'shipped' }
  assert.deepEqual(await bulk(), { items: [left, sent] })
  const byHand = await shop.orders.shipOrder({ orderId: whole.orderId, ...parcel }, fromService)
  assert.equal(orderOf(byHand).state, 'shipped')
  assert.deepEqual(await bulk(), { items: [{ ...left, outcome: 'shipped' }, sent].map(known) })
})

test('a merchant cancels what is paid and not shipped: units and money go back once, whoever asks again', async () => {
  await using shop = await anOrdersService()
  const { orderId, member, teeId, capId } = await aPaidOrder(shop)
  const cancel = () => shop.orders.cancelPaidOrder({ orderId }, fromService)
  const answers = await Promise.all([
    cancel(),
    cancel(),
    shop.orders.cancelOrder({ orderId }, member),
  ])
  assert.deepEqual(
    answers.map(order => orderOf(order).state),
    ['cancelled', 'cancelled', 'cancelled'],
  )
  await shop.deliver()
  assert.deepEqual([shop.stock.free.get(teeId), shop.stock.free.get(capId)], [10, 10])
  assert.deepEqual(refundedBy(shop), [TOTAL_MINOR])
})

test('a merchant cancels nothing that is not paid yet, is shipped, or is not there', async () => {
  await using shop = await anOrdersService()
  const shipped = await aPaidOrder(shop)
  orderOf(await shop.orders.shipOrder({ orderId: shipped.orderId, ...parcel }, fromService))
  const unpaid = shop.stock.reserveOfDrop(aMemberId())
  await shop.deliver()
  const words = await Promise.all(
    [shipped.orderId, unpaid.orderId, aMemberId()].map(async orderId =>
      wordOf(await shop.orders.cancelPaidOrder({ orderId }, fromService)),
    ),
  )
  assert.deepEqual(words, ['order_not_cancellable', 'order_not_cancellable', 'not_found'])
  assert.deepEqual(refundedBy(shop), [])
})

const known = ({ orderId, outcome }: { readonly orderId: string; readonly outcome: string }) => ({
  orderId,
  outcome,
})

/** A merchant gave money back, of the payment that paid the order unless another is told. */
async function payBack(
  shop: OrdersInATest,
  orderId: string,
  amountMinor: number,
  paymentId?: string,
): Promise<void> {
  const [order] = await shop.database.read.readOrders({ orderIds: [orderId] })
  assert(order?.paymentId)
  const told = { orderId, paymentId: paymentId ?? order.paymentId }
  const refundedTotal = { amountMinor, currency: order.currency }
  const data = JSON.stringify({ ...told, refundedTotal })
  const row = { type: 'payment.refunded', subject: told.paymentId, version: 2, timeMs: 1, data }
  await shop.deliverRows('payments', [{ number: 1, ...row }], 1)
}

async function shipForDays(shop: OrdersInATest): Promise<void> {
  for (let day = 0; day < 3; day++) {
    shop.clock.advance(DAY_MS)
    await shop.runJob('orders.take_steps')
  }
}
