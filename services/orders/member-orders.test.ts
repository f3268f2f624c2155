import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Order, orderStreams } from '#contracts/orders.ts'
import { isRefusal } from '#contracts/problems.ts'
import { cursorRefused } from '#platform/database/cursor.ts'
import { aMemberId, anAddress, anOrdersService, asMember } from './an-orders-service.ts'

const refusedWith = (answer: unknown) => (isRefusal(answer) ? answer.refused : answer)
const orderOf = (answer: unknown) => {
  assert(!isRefusal(answer), JSON.stringify(answer))
  return answer as Order
}

test('someone else’s order does not exist for me, in any call', async () => {
  await using shop = await anOrdersService()
  const thief = asMember(aMemberId())
  const known = shop.stock.reserveOfDrop(aMemberId()).orderId
  await shop.deliver()
  const unheardOf = shop.stock.reserveOfDrop(aMemberId()).orderId
  for (const orderId of [known, unheardOf, aMemberId()]) {
    const answers = await Promise.all([
      shop.orders.readOrder({ orderId }, thief),
      shop.orders.cancelOrder({ orderId }, thief),
      shop.orders.setShippingAddress({ orderId, ...anAddress() }, thief),
    ])
    assert.deepEqual(answers.map(refusedWith), ['not_found', 'not_found', 'not_found'])
  }
  assert.deepEqual(await shop.orders.listOrders({}, thief), { items: [], nextCursor: null })
})

test('orders are paged, the newest first, each once, though new ones come meanwhile', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const made: string[] = []
  const reserve = async () => {
    made.unshift(shop.stock.reserveOfDrop(memberId).orderId)
    await shop.deliver()
  }
  // Four in the same millisecond, so that the instant alone does not tell them apart.
  for (let at = 0; at < 8; at++) {
    if (at === 4) shop.clock.advance(1)
    await reserve()
  }
  const before = [...made]
  const seen: Order[] = []
  let cursor: string | undefined
  do {
    const page = await shop.orders.listOrders(
      { limit: 3, ...(cursor === undefined ? {} : { cursor }) },
      asMember(memberId),
    )
    assert(!isRefusal(page))
    seen.push(...page.items)
    cursor = page.nextCursor ?? undefined
    assert.ok(seen.length <= before.length, 'the list ends')
    shop.clock.advance(1)
    await reserve()
  } while (cursor !== undefined)
  assert.deepEqual(seen.map(order => order.orderId).sort(), before.sort())
  const instants = seen.map(order => order.placedAtMs)
  assert.deepEqual(
    instants,
    instants.toSorted((a, b) => b - a),
  )
})

test('a cursor that is none of this list is refused', async () => {
  await using shop = await anOrdersService()
  for (const cursor of ['x', 'AAAA', Buffer.from('1.2').toString('base64url'), '한']) {
    const answer = await shop.orders.listOrders({ cursor }, asMember(aMemberId()))
    assert.deepEqual(answer, cursorRefused)
  }
})

test('an unpaid order is cancelled at once, and twice is no error', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { orderId } = shop.stock.reserveOfDrop(memberId)
  const cancel = () => shop.orders.cancelOrder({ orderId }, asMember(memberId))
  const [one, two] = (await Promise.all([cancel(), cancel()])).map(orderOf)
  const three = orderOf(await cancel())
  assert.deepEqual([one?.state, two?.state, three.state], ['cancelled', 'cancelled', 'cancelled'])
  await shop.deliver()
  assert.deepEqual(await shop.orders.readOrder({ orderId }, asMember(memberId)), three)
  assert.deepEqual(
    (await shop.announced()).map(row => `${row.type} ${row.version}`),
    ['order.placed 1', 'order.cancelled 2'],
  )
})

test('an order in whose payment somebody is cannot be cancelled, nor one that is expired', async () => {
  await using shop = await anOrdersService()
  const { stock } = shop
  const memberId = aMemberId()
  const [pinned, expired] = [1, 2].map(() => stock.reserveOfDrop(memberId).orderId)
  assert.ok(pinned && expired)
  await shop.deliver()
  stock.pin(pinned)
  stock.expire(expired)
  const cancelAll = () =>
    Promise.all(
      [pinned, expired].map(async orderId =>
        refusedWith(await shop.orders.cancelOrder({ orderId }, asMember(memberId))),
      ),
    )
  assert.deepEqual(await cancelAll(), ['reservation_pinned', 'order_not_cancellable'])
  await shop.deliver()
  assert.deepEqual(await cancelAll(), ['reservation_pinned', 'order_not_cancellable'])
})

test('an order that was paid a moment ago is cancelled as a paid one, before it has heard of it', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { orderId } = shop.stock.reserveOfDrop(memberId)
  await shop.deliver()
  shop.stock.commit(orderId)
  const cancelled = orderOf(await shop.orders.cancelOrder({ orderId }, asMember(memberId)))
  const states = ['awaiting_payment', 'paid', 'cancelled']
  assert.deepEqual(
    cancelled.history.map(({ state }) => state),
    states,
  )
  assert.deepEqual(
    [...shop.refunds.values()].map(({ amountMinor }) => amountMinor),
    [cancelled.total.amountMinor],
  )
  await shop.deliver()
  const read = orderOf(await shop.orders.readOrder({ orderId }, asMember(memberId)))
  assert.deepEqual(
    read.history.map(({ state }) => state),
    states,
  )
  assert.deepEqual(
    (await shop.announced()).map(row => `${row.type} ${row.version}`),
    ['order.placed 1', 'order.paid 2', 'order.cancelled 3'],
  )
})

test('an order goes to the member’s default address, unless told otherwise', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const member = asMember(memberId)
  shop.addresses.set(memberId, anAddress({ line1: '부산 해운대구 1' }))
  const { orderId } = shop.stock.reserveOfDrop(memberId)
  const first = orderOf(await shop.orders.readOrder({ orderId }, member))
  assert.equal(first.shippingAddress?.line1, '부산 해운대구 1')
  shop.addresses.set(memberId, anAddress({ line1: '전북 남원 1' }))
  const second = orderOf(await shop.orders.readOrder({ orderId }, member))
  assert.equal(second.shippingAddress?.line1, '부산 해운대구 1')

  const other = anAddress({ recipient: '이몽룡', line2: '101호' })
  const changed = orderOf(await shop.orders.setShippingAddress({ orderId, ...other }, member))
  assert.deepEqual(changed.shippingAddress, other)
  assert.deepEqual(orderOf(await shop.orders.readOrder({ orderId }, member)), changed)
})

test('a default address that is typed in at the checkout is still taken', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { orderId } = shop.stock.reserveOfDrop(memberId)
  const before = orderOf(await shop.orders.readOrder({ orderId }, asMember(memberId)))
  assert.equal(before.shippingAddress, undefined)
  shop.addresses.set(memberId, anAddress())
  const after = orderOf(await shop.orders.readOrder({ orderId }, asMember(memberId)))
  assert.deepEqual(after.shippingAddress, anAddress())
})

test('a paid order that nobody looks at gets its address by itself, once', async () => {
  await using shop = await anOrdersService()
  const [settled, homeless] = [aMemberId(), aMemberId()]
  shop.addresses.set(settled, anAddress())
  const orderIds = [settled, homeless].map(memberId => shop.stock.reserveOfDrop(memberId).orderId)
  const stateOf = async () => {
    const stored = await shop.database.read.readOrders({ orderIds })
    return stored.map(order => order.addressState)
  }
  await shop.deliver()
  await shop.runJob('orders.copy_addresses')
  assert.deepEqual(await stateOf(), ['wanted', 'wanted'])
  for (const orderId of orderIds) shop.stock.commit(orderId)
  await shop.deliver()
  await shop.runJob('orders.copy_addresses')
  assert.deepEqual(await stateOf(), ['given', 'none'])
  assert.deepEqual(await shop.database.read.listAddressWanted({ limit: 9 }), [])
})

test('an address may be set until the order is shipped or at its end', async () => {
  await using shop = await anOrdersService()
  const { stock } = shop
  const memberId = aMemberId()
  const [paid, expired] = [1, 2].map(() => stock.reserveOfDrop(memberId).orderId)
  assert.ok(paid && expired)
  stock.commit(paid)
  stock.expire(expired)
  await shop.deliver()
  const set = (orderId: string) =>
    shop.orders.setShippingAddress({ orderId, ...anAddress() }, asMember(memberId))
  assert.deepEqual(orderOf(await set(paid)).shippingAddress, anAddress())
  assert.equal(refusedWith(await set(expired)), 'illegal_transition')
  await shop.runJob('orders.copy_addresses')
  assert.deepEqual(await shop.database.read.listAddressWanted({ limit: 9 }), [])
})

test('no address stands readable on the disk, neither in the answer that is kept', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { skuId } = shop.sell(10)
  const secret = 'Nobody-may-read-this-street 7'
  const input = {
    items: [{ skuId, quantity: 1 }],
    shippingAddress: anAddress({ line1: secret }),
  }
  const answer = await shop.orders.placeOrder(input, asMember(memberId, 'key'))
  assert.match(`${answer}`, new RegExp(secret))
  const bytes = await shop.storedBytes()
  assert.ok(bytes.includes(skuId))
  assert.ok(!bytes.includes(secret))
})

test('who looks at an order sees it move', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { orderId } = shop.stock.reserveOfDrop(memberId)
  const seen: Order[] = []
  const isPaid = Promise.withResolvers<void>()
  shop.live.subscribe(orderStreams.order.topic({ orderId }), message => {
    const order = message as Order
    seen.push(order)
    if (order.state === 'paid') isPaid.resolve()
  })
  const { setShippingAddress, readOrder } = shop.orders
  await setShippingAddress({ orderId, ...anAddress() }, asMember(memberId))
  shop.stock.commit(orderId)
  await shop.deliver()
  await isPaid.promise
  const present = orderOf(await readOrder({ orderId }, asMember(memberId)))
  assert.deepEqual(
    seen.map(order => [order.state, order.shippingAddress?.recipient]),
    [
      ['awaiting_payment', '이순신'],
      ['paid', '이순신'],
    ],
  )
  assert.deepEqual(seen.at(-1), present)
})
