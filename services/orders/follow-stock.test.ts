import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#contracts/problems.ts'
import type { OutboxRow } from '#platform/database/database.ts'
import { uuidv8 } from '#platform/ids.ts'
import { aMemberId, anOrdersService, asMember, type OrdersInATest } from './an-orders-service.ts'

const types = (rows: readonly Pick<OutboxRow, 'type' | 'version'>[]) =>
  rows.map(row => `${row.type} ${row.version}`)

test('a reservation of a drop becomes an order with its position, price and expiry', async () => {
  await using shop = await anOrdersService()
  const { orders, stock } = shop
  const memberId = aMemberId()
  const reserved = stock.reserveOfDrop(memberId)
  await shop.deliver()
  const { orderId, reservationId, expiresAtMs, reservedAtMs, total, lines } = reserved
  assert.deepEqual(await orders.readOrder({ orderId }, asMember(memberId)), {
    orderId,
    reservationId,
    dropId: reserved.dropId,
    position: 1,
    state: 'awaiting_payment',
    lines: lines.map(line => ({ ...line, total: line.unitPrice, returnedQuantity: 0 })),
    total,
    refunded: { amountMinor: 0, currency: 'KRW' },
    returns: [],
    expiresAtMs,
    placedAtMs: reservedAtMs,
    history: [{ state: 'awaiting_payment', atMs: reservedAtMs }],
  })
})

test('an order exists at once: asked before its event came it is made, and told only once', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { orderId } = shop.stock.reserveOfDrop(memberId)
  const asked = await Promise.all(
    Array.from({ length: 5 }, () => shop.orders.readOrder({ orderId }, asMember(memberId))),
  )
  await shop.deliver()
  assert.deepEqual(
    asked.map(order => (isRefusal(order) ? order.refused : order.state)),
    Array.from({ length: 5 }, () => 'awaiting_payment'),
  )
  assert.deepEqual(types(await shop.announced()), ['order.placed 1'])
})

test('an order that was made on request is paid, cancelled or expired by its events all the same', async () => {
  await using shop = await anOrdersService()
  const { stock } = shop
  const memberId = aMemberId()
  const [paid, cancelled, expired] = [1, 2, 3].map(() => stock.reserveOfDrop(memberId).orderId)
  assert.ok(paid && cancelled && expired)
  stock.commit(paid)
  await stock.releaseReservation(
    { reservationId: (await orderOf(shop, cancelled, memberId)).reservationId },
    asMember(memberId),
  )
  stock.expire(expired)
  const stateOf = async (orderId: string) => (await orderOf(shop, orderId, memberId)).state
  for (const orderId of [paid, cancelled, expired]) {
    assert.equal(await stateOf(orderId), 'awaiting_payment')
  }
  await shop.deliver()
  assert.deepEqual(await Promise.all([paid, cancelled, expired].map(stateOf)), [
    'paid',
    'cancelled',
    'expired',
  ])
  assert.deepEqual(
    (await orderOf(shop, paid, memberId)).history.map(({ state }) => state),
    ['awaiting_payment', 'paid'],
  )
  assert.deepEqual(types(await shop.announced()).slice(3), [
    'order.paid 2',
    'order.cancelled 2',
    'order.expired 2',
  ])
})

test('a paid order is announced with its total and what was bought', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { orderId, total } = shop.stock.reserveOfDrop(memberId)
  shop.clock.advance(1_000)
  shop.stock.commit(orderId)
  await shop.deliver()
  const rows = await shop.announced()
  assert.deepEqual(rows.at(-1)?.data, {
    orderId,
    memberId,
    total,
    titles: ['한정판 Sneaker'],
    goods: [{ title: '한정판 Sneaker', options: { size: 'M' }, quantity: 1 }],
    paidAtMs: shop.clock.nowMs(),
  })
})

test('events repeated, late and in batches of any size end in the same orders, told once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(2 ** 31), { minLength: 200, maxLength: 200 }), async lots => {
      await using shop = await anOrdersService()
      const memberId = aMemberId()
      const expected = aSeason(shop, memberId)
      const lot = () => lots[cast++ % lots.length] ?? 0
      let cast = 0
      const rows = shuffledWithRepeats(shop.stock.announced, lot)
      const refunds = rows
        .filter(row => row.type === 'stock.committed')
        .flatMap(row => [refundOf(row, 5_000), refundOf(row)])
      // Payments are another source: what they tell may come before the order is known.
      await shop.deliverRows('payments', [...refunds, ...refunds.toReversed()], 1 + (lot() % 7))
      await shop.deliverRows('stock', rows, 1 + (lot() % 7))
      await shop.deliverRows('payments', refunds.toReversed(), 3)

      const { items } = await listOf(shop, memberId)
      assert.deepEqual(new Map(items.map(order => [order.orderId, order.state])), expected)
      for (const order of items) {
        assert.equal(order.refunded.amountMinor, order.state === 'paid' ? 9_900 : 0)
      }
      const told = types(await shop.announced())
      assert.equal(told.filter(type => type === 'order.placed 1').length, expected.size)
      for (const [word, state] of [
        ['paid', 'paid'],
        ['cancelled', 'cancelled'],
        ['expired', 'expired'],
      ]) {
        const count = [...expected.values()].filter(each => each === state).length
        assert.equal(told.filter(type => type === `order.${word} 2`).length, count)
      }
    }),
    { numRuns: 6, endOnFailure: true },
  )
})

test('an event that contradicts the table of moves is refused, and changes nothing', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { orderId } = shop.stock.reserveOfDrop(memberId)
  shop.stock.expire(orderId)
  await shop.deliver()
  shop.stock.commit(orderId)
  await assert.rejects(shop.deliver(), /takes no paid/)
  assert.equal((await orderOf(shop, orderId, memberId)).state, 'expired')
})

test('news of an order that nobody knows is not swallowed', async () => {
  await using shop = await anOrdersService()
  const { orderId } = shop.stock.reserveOfDrop(aMemberId())
  shop.stock.commit(orderId)
  await assert.rejects(
    shop.deliverRows('stock', shop.stock.announced.slice(1), 500),
    /is not known/,
  )
})

test('money that came too late and went back is seen in the order that expired', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { orderId } = shop.stock.reserveOfDrop(memberId)
  shop.stock.expire(orderId)
  await shop.deliver()
  const refund = refundOf({ ...anEvent, data: JSON.stringify({ orderId, paymentId: aMemberId() }) })
  await shop.deliverRows('payments', [refund], 1)
  assert.equal((await orderOf(shop, orderId, memberId)).refunded.amountMinor, 9_900)
})

test('a second payment that was refunded does not count as money back for a paid order', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { orderId } = shop.stock.reserveOfDrop(memberId)
  shop.stock.commit(orderId)
  await shop.deliver()
  const refund = refundOf({ ...anEvent, data: JSON.stringify({ orderId, paymentId: aMemberId() }) })
  await shop.deliverRows('payments', [refund], 1)
  assert.equal((await orderOf(shop, orderId, memberId)).refunded.amountMinor, 0)
})

const anEvent: OutboxRow = {
  number: 1,
  type: 'stock.committed',
  subject: '',
  version: 2,
  timeMs: 0,
  data: '',
}

async function orderOf(shop: OrdersInATest, orderId: string, memberId: string) {
  const order = await shop.orders.readOrder({ orderId }, asMember(memberId))
  assert(!isRefusal(order))
  return order
}

async function listOf(shop: OrdersInATest, memberId: string) {
  const list = await shop.orders.listOrders({ limit: 100 }, asMember(memberId))
  assert(!isRefusal(list))
  return list
}

/** Twelve orders that end in every way that stock knows. Gives how each ends. */
function aSeason({ stock }: OrdersInATest, memberId: string): Map<string, string> {
  const ends = ['paid', 'expired', 'awaiting_payment', 'paid']
  return new Map(
    Array.from({ length: 12 }, (_, at) => {
      const { orderId } = stock.reserveOfDrop(memberId)
      const end = ends[at % ends.length] ?? ''
      if (end === 'paid') stock.commit(orderId, uuidv8('test-payment', orderId))
      if (end === 'expired') stock.expire(orderId)
      return [orderId, end]
    }),
  )
}

/** Subjects in any order, each subject's events in theirs, and old ones again later. */
function shuffledWithRepeats(rows: readonly OutboxRow[], lot: () => number): OutboxRow[] {
  const queues = [...Map.groupBy(rows, row => row.subject).values()].map(queue => [...queue])
  const told: OutboxRow[] = []
  while (queues.some(queue => queue.length > 0)) {
    const next = queues[lot() % queues.length]?.shift()
    if (next !== undefined) told.push(next)
    const old = told[lot() % Math.max(told.length, 1)]
    if (old !== undefined && lot() % 3 === 0) told.push(old)
  }
  return told
}

/** The refund of a part of a payment, of which stock's commit tells. */
function refundOf({ data }: OutboxRow, amountMinor = 9_900): OutboxRow {
  const { orderId, paymentId, memberId } = JSON.parse(data)
  const amount = { amountMinor, currency: 'KRW' }
  return {
    ...anEvent,
    type: 'payment.refunded',
    subject: paymentId,
    data: JSON.stringify({ orderId, paymentId, memberId, amount, refundedTotal: amount }),
  }
}
