import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Money, money } from '#contracts/money.ts'
import type { Order } from '#contracts/orders.ts'
import { isRefusal, refuse } from '#contracts/problems.ts'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import {
  aMemberId,
  anAddress,
  anOrdersService,
  asMember,
  type OrdersInATest,
} from './an-orders-service.ts'

test('an order of several lines holds all of them, at the catalogue’s prices', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const [mug, shirt] = [shop.sell(10), shop.sell(10, { price: money(1_500, 'KRW') })]
  const items = [
    { skuId: mug.skuId, quantity: 2 },
    { skuId: shirt.skuId, quantity: 3 },
  ]
  const order = await placed(shop, memberId, 'key', { items })
  assert.deepEqual(order.total, money(20_500, 'KRW'))
  assert.deepEqual(
    order.lines.map(line => [line.skuId, line.quantity, line.total.amountMinor]),
    [
      [mug.skuId, 2, 16_000],
      [shirt.skuId, 3, 4_500],
    ],
  )
  assert.equal(order.expiresAtMs, shop.clock.nowMs() + 600_000)
  assert.deepEqual(
    await shop.orders.readOrder({ orderId: order.orderId }, asMember(memberId)),
    order,
  )
  await shop.deliver()
  assert.deepEqual(
    (await shop.announced()).map(row => row.type),
    ['order.placed'],
  )
})

test('the key repeated gives the same answer word for word, whatever became of the order', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const items = [{ skuId: shop.sell(10).skuId, quantity: 2 }]
  const input = { items, shippingAddress: anAddress() }
  const first = await shop.orders.placeOrder(input, asMember(memberId, 'key'))
  const { orderId } = JSON.parse(`${first}`)
  shop.stock.commit(orderId)
  await shop.deliver()
  shop.forSale.clear()
  assert.equal(await shop.orders.placeOrder(input, asMember(memberId, 'key')), first)
  assert.deepEqual([...shop.stock.free.values()], [8])
})

test('an answer is kept for thirty days; after them its key is still the same order', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const input = { items: [{ skuId: shop.sell(10).skuId, quantity: 2 }] }
  const asked = { memberId, scope: 'placeOrder', key: 'key', fingerprint: 'another' }
  const isKept = async () => (await shop.database.read.recall(asked)).outcome === 'conflict'
  const first = await placed(shop, memberId, 'key', input)
  shop.clock.advance(30 * 86_400_000)
  await shop.runJob('orders.prune_answers')
  assert.equal(await isKept(), true)
  shop.clock.advance(1)
  await shop.runJob('orders.prune_answers')
  assert.equal(await isKept(), false)
  assert.deepEqual(await placed(shop, memberId, 'key', input), first)
  assert.deepEqual([...shop.stock.free.values()], [8])
})

test('twenty clicks with one key are one order and one answer', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const items = [{ skuId: shop.sell(10).skuId, quantity: 1 }]
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => shop.orders.placeOrder({ items }, asMember(memberId, 'key'))),
  )
  assert.equal(new Set(answers).size, 1)
  assert.equal(typeof answers[0], 'string')
  assert.deepEqual([...shop.stock.free.values()], [9])
})

test('the same key with another body is a conflict, for another member it is another key', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { skuId } = shop.sell(10)
  const input = { items: [{ skuId, quantity: 1 }] }
  await placed(shop, memberId, 'key', input)
  for (const other of [
    { items: [{ skuId, quantity: 2 }] },
    { ...input, shippingAddress: anAddress() },
  ]) {
    const answer = await shop.orders.placeOrder(other, asMember(memberId, 'key'))
    assert.deepEqual(answer, { refused: 'idempotency_conflict' })
  }
  await placed(shop, aMemberId(), 'key', input)
  assert.equal(shop.stock.free.get(skuId), 8)
})

test('two bodies with one key at the same instant have one winner', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { skuId } = shop.sell(10)
  const answers = await Promise.all(
    [1, 2].map(quantity =>
      shop.orders.placeOrder({ items: [{ skuId, quantity }] }, asMember(memberId, 'key')),
    ),
  )
  assert.equal(answers.filter(answer => typeof answer === 'string').length, 1)
  assert.deepEqual(answers.filter(isRefusal), [{ refused: 'idempotency_conflict' }])
})

test('a refusal names the SKUs, holds nothing, and the same key may try again', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const [many, one] = [shop.sell(10), shop.sell(1)]
  const items = [many, one].map(({ skuId }) => ({ skuId, quantity: 2 }))
  const refused = await shop.orders.placeOrder({ items }, asMember(memberId, 'key'))
  assert.deepEqual(refused, { refused: 'sold_out', details: { skuIds: [one.skuId] } })
  assert.deepEqual([...shop.stock.free.values()], [10, 1])
  assert.deepEqual(await shop.announced(), [])
  // Also for something else.
  await placed(shop, memberId, 'key', { items: items.slice(0, 1) })
  assert.equal(shop.stock.free.get(many.skuId), 8)
})

test('a refused key may be used again for the same, when there is enough', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { skuId } = shop.sell(1)
  const input = { items: [{ skuId, quantity: 2 }] }
  const refused = await shop.orders.placeOrder(input, asMember(memberId, 'key'))
  assert.equal(isRefusal(refused) ? refused.refused : refused, 'sold_out')
  shop.stock.free.set(skuId, 2)
  await placed(shop, memberId, 'key', input)
})

test('a slower attempt with the same key and another address hears that it lost', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const items = [{ skuId: shop.sell(10).skuId, quantity: 1 }]
  const place = (line1: string) =>
    shop.orders.placeOrder(
      { items, shippingAddress: anAddress({ line1 }) },
      asMember(memberId, 'key'),
    )
  // The slower one looks for an answer just before the quicker one has it.
  const { read } = shop.database
  let quicker: ReturnType<typeof place> | undefined
  const recall: typeof read.recall = async request => {
    const recalled = await read.recall(request)
    if (quicker === undefined) {
      quicker = place('the quicker')
      await quicker
    }
    return recalled
  }
  const late = new Proxy(read, {
    get: (all, name) => (name === 'recall' ? recall : Reflect.get(all, name)),
  })
  Object.assign(shop.deps, { database: { ...shop.database, read: late } })
  assert.deepEqual(await place('the slower'), { refused: 'idempotency_conflict' })
  assert.equal(typeof (await quicker), 'string')
  const { items: made } = await listed(shop, memberId)
  assert.deepEqual(
    made.map(order => order.shippingAddress?.line1),
    ['the quicker'],
  )
})

test('what is not for sale, sold by drops only, named twice or too dear is refused before stock is asked', async () => {
  await using shop = await anOrdersService()
  const place = (...skuIds: string[]) => {
    const items = skuIds.map(skuId => ({ skuId, quantity: 1_000 }))
    return shop.orders.placeOrder({ items }, asMember(aMemberId(), 'key'))
  }
  const known = shop.sell(5_000).skuId
  const unknown = aMemberId()
  const dropOnly = shop.sell(5_000, { kind: 'drop' }).skuId
  const dear = shop.sell(5_000, { price: money(1_000_000_000_000, 'KRW') }).skuId
  const foreign = shop.sell(5_000, { price: money(5, 'USD') }).skuId
  const refusals = await Promise.all([
    place(known, unknown),
    place(known, dropOnly),
    place(known, known),
    place(dear),
    place(known, foreign),
  ])
  assert.deepEqual(refusals, [
    { refused: 'gone', details: { skuIds: [unknown] } },
    { refused: 'drop_only', details: { skuIds: [dropOnly] } },
    invalid('items.1.skuId', 'This SKU stands here twice.'),
    invalid('items', 'This is more than one order may cost.'),
    invalid('items', 'One order is of one currency.'),
  ])
  assert.deepEqual(shop.stock.announced, [])
})

test('nobody orders at another price than the one that was shown', async () => {
  await using shop = await anOrdersService()
  const member = asMember(aMemberId(), 'key')
  const [mug, cap] = [shop.sell(5), shop.sell(5)]
  const items = [mug, cap].map(({ skuId }) => ({ skuId, quantity: 1 }))
  const seenTotal = money(16_000, 'KRW')
  const place = (seen: Money) => shop.orders.placeOrder({ items, seenTotal: seen }, member)
  shop.forSale.set(cap.skuId, { ...cap, price: money(8_001, 'KRW') })
  const total = money(16_001, 'KRW')
  assert.deepEqual(await place(seenTotal), refuse('price_changed', { seenTotal, total }))
  const dollars = { ...total, currency: 'USD' }
  assert.deepEqual(await place(dollars), refuse('price_changed', { seenTotal: dollars, total }))
  assert.deepEqual([...shop.stock.free.values()], [5, 5])

  const placed = await place(total)
  assert.deepEqual(JSON.parse(`${placed}`).total, total)
  shop.forSale.set(cap.skuId, cap)
  assert.equal(await place(seenTotal), placed, 'what is ordered is not ordered again')
})

test('a crash after stock answered: the order has its address, and the key its answer', async () => {
  await using shop = await anOrdersService({ members: silentMembers })
  const memberId = aMemberId()
  const { skuId } = shop.sell(10)
  const input = { items: [{ skuId, quantity: 1 }], shippingAddress: anAddress() }
  // Stock holds the units, and this process dies before it hears of it.
  const { reserveLines } = shop.stock
  Object.assign(shop.stock, {
    reserveLines: async (...call: Parameters<typeof reserveLines>) => {
      await reserveLines(...call)
      throw new DatabaseUnavailable('gone')
    },
  })
  await assert.rejects(shop.orders.placeOrder(input, asMember(memberId, 'key')))
  await shop.deliver()
  const { items } = await listed(shop, memberId)
  assert.deepEqual(
    items.map(order => order.shippingAddress),
    [anAddress()],
  )
  // A price that changed meanwhile is no matter: the reservation fixed it.
  shop.forSale.clear()
  const again = await shop.orders.placeOrder(input, asMember(memberId, 'key'))
  assert.equal(JSON.parse(`${again}`).orderId, items[0]?.orderId)
  const other = { items: [{ skuId, quantity: 2 }] }
  assert.deepEqual(await shop.orders.placeOrder(other, asMember(memberId, 'key')), {
    refused: 'idempotency_conflict',
  })
  assert.equal(shop.stock.free.get(skuId), 9)
})

test('a key whose first attempt died before stock was asked may be used for something else', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { skuId } = shop.sell(10)
  const { catalog } = shop.deps
  const { readSkusForSale } = catalog
  Object.assign(catalog, {
    readSkusForSale: async () => {
      throw new DatabaseUnavailable('gone')
    },
  })
  const input = { items: [{ skuId, quantity: 1 }], shippingAddress: anAddress() }
  await assert.rejects(shop.orders.placeOrder(input, asMember(memberId, 'key')))
  Object.assign(catalog, { readSkusForSale })
  const other = { items: [{ skuId, quantity: 3 }] }
  const context = asMember(memberId, 'key')
  // For a while it may still be on its way; then it is known to be dead.
  assert.deepEqual(await shop.orders.placeOrder(other, context), {
    refused: 'idempotency_conflict',
  })
  shop.clock.advance(30_000)
  const order = await placed(shop, memberId, 'key', other)
  assert.equal(order.shippingAddress, undefined)
  assert.equal(order.lines[0]?.quantity, 3)
})

const silentMembers = {
  listMembers: async () => {
    throw new DatabaseUnavailable('members are gone')
  },
  readDefaultAddresses: async () => {
    throw new DatabaseUnavailable('members are gone')
  },
}

const invalid = (path: string, message: string) => ({
  refused: 'invalid_request',
  details: { errors: [{ path, message }] },
})

async function placed(
  shop: OrdersInATest,
  memberId: string,
  key: string,
  input: Parameters<OrdersInATest['orders']['placeOrder']>[0],
): Promise<Order> {
  const answer = await shop.orders.placeOrder(input, asMember(memberId, key))
  assert.equal(typeof answer, 'string', JSON.stringify(answer))
  return JSON.parse(`${answer}`)
}

async function listed(shop: OrdersInATest, memberId: string) {
  const list = await shop.orders.listOrders({}, asMember(memberId))
  assert(!isRefusal(list))
  return list
}
