import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { isRefusal } from '#contracts/problems.ts'
import { until } from '#platform/time/until-under-test.ts'
import { aMemberId, anOrdersService, asMember, type OrdersInATest } from './an-orders-service.ts'

type Input = Parameters<OrdersInATest['orders']['placeOrder']>[0]

test('many presses of one key at once hear the refusal, each of them', async () => {
  await using shop = await anOrdersService()
  const { skuId } = shop.sell(0)
  const input = { items: [{ skuId, quantity: 1 }] }
  for (let round = 0; round < 20; round++) {
    const member = asMember(aMemberId(), 'key')
    const presses = Array.from({ length: 8 }, () => shop.orders.placeOrder(input, member))
    const refused = { refused: 'sold_out', details: { skuIds: [skuId] } }
    assert.deepEqual(
      await Promise.all(presses),
      presses.map(() => refused),
    )
  }
})

test('a press that overlaps with the one that emptied the cart hears its answer', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { skuId } = shop.sell(5)
  await shop.orders.putCartItem({ skuId, quantity: 2 }, asMember(memberId))
  const { quicker, slower } = await overtaken(shop, memberId, { fromCart: true })
  assert.deepEqual([typeof quicker, slower], ['string', quicker])
})

test('a press that overlaps hears no price and no shortage that came after the order', async () => {
  for (const afterwards of [changePrices, takeOffSale, sellOut]) {
    await using shop = await anOrdersService()
    const { skuId } = shop.sell(5)
    const input = { items: [{ skuId, quantity: 2 }], seenTotal: money(16_000, 'KRW') }
    const { quicker, slower } = await overtaken(shop, aMemberId(), input, () => afterwards(shop))
    assert.deepEqual([typeof quicker, slower], ['string', quicker], afterwards.name)
  }
})

test('while the first is on its way to stock, whoever repeats its key waits for it', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { skuId } = shop.sell(5)
  const input = { items: [{ skuId, quantity: 2 }], seenTotal: money(16_000, 'KRW') }
  const stock = held(shop)
  const first = shop.orders.placeOrder(input, asMember(memberId, 'key'))
  await until(() => stock.asked() === 1)
  changePrices(shop)
  const looks = looksOf(shop)
  const second = shop.orders.placeOrder(input, asMember(memberId, 'key'))
  await until(() => looks() > 1)
  stock.letGo()
  const answer = await first
  assert.deepEqual([typeof answer, await second], ['string', answer])
  assert.equal(shop.stock.free.get(skuId), 3)
})

test('beside a press that does not end nobody is refused for good; nor is that one itself', async () => {
  await using shop = await anOrdersService()
  const memberId = aMemberId()
  const { skuId } = shop.sell(5)
  const input = { items: [{ skuId, quantity: 2 }], seenTotal: money(16_000, 'KRW') }
  const press = () => shop.orders.placeOrder(input, asMember(memberId, 'key'))
  const stock = held(shop)
  const first = press()
  await until(() => stock.asked() === 1)
  const before = new Map(shop.forSale)
  changePrices(shop)
  const tryAgain = { refused: 'try_again', details: { retryAfterSeconds: 1 } }
  assert.deepEqual(await press(), tryAgain, 'the first may still come to an order')
  for (const [id, sku] of before) shop.forSale.set(id, sku)
  const third = press()
  await until(() => stock.asked() === 2)
  shop.stock.free.set(skuId, 0)
  stock.letGo(1)
  assert.deepEqual(await first, tryAgain, 'the third may still come to an order')
  shop.stock.free.set(skuId, 5)
  stock.letGo()
  assert.equal(typeof (await third), 'string')
  changePrices(shop)
  assert.equal(await press(), await third)
})

test('once nobody can be at it any more, a refusal is final', async () => {
  await using shop = await anOrdersService()
  const { skuId } = shop.sell(5)
  const input = { items: [{ skuId, quantity: 2 }], seenTotal: money(16_000, 'KRW') }
  const press = () => shop.orders.placeOrder(input, asMember(memberId, 'key'))
  const memberId = aMemberId()
  const stock = held(shop)
  void press()
  await until(() => stock.asked() === 1)
  changePrices(shop)
  const word = async () => {
    const answer = await press()
    return isRefusal(answer) ? answer.refused : answer
  }
  assert.equal(await word(), 'try_again')
  shop.clock.advance(30_000)
  assert.equal(await word(), 'price_changed')
})

/** The same key twice: the slower has seen no answer yet when the quicker comes to its order. */
async function overtaken(
  shop: OrdersInATest,
  memberId: string,
  input: Input,
  afterwards?: () => void,
) {
  const press = () => shop.orders.placeOrder(input, asMember(memberId, 'key'))
  const { read } = shop.database
  let quicker: Awaited<ReturnType<typeof press>> | undefined
  let isFirst = true
  const recall: typeof read.recall = async request => {
    const recalled = await read.recall(request)
    if (isFirst) {
      isFirst = false
      quicker = await press()
      afterwards?.()
    }
    return recalled
  }
  Object.assign(shop.deps, { database: { ...shop.database, read: standIn(read, { recall }) } })
  return { slower: await press(), quicker }
}

/** How often was looked what stands under a key. */
function looksOf(shop: OrdersInATest): () => number {
  const { write } = shop.database
  let looks = 0
  const storeRequest: typeof write.storeRequest = request => {
    looks++
    return write.storeRequest(request)
  }
  const watched = standIn(write, { storeRequest })
  Object.assign(shop.deps, { database: { ...shop.database, write: watched } })
  return () => looks
}

/** Stock keeps those who ask for units waiting until they are let go, the first first. */
function held({ stock }: OrdersInATest) {
  const { reserveLines } = stock
  const waiting: (() => void)[] = []
  let asked = 0
  const hold: typeof reserveLines = async (...call) => {
    asked++
    await new Promise<void>(resolve => waiting.push(resolve))
    return reserveLines(...call)
  }
  Object.assign(stock, { reserveLines: hold })
  return {
    asked: () => asked,
    letGo: (many = waiting.length) => {
      for (const go of waiting.splice(0, many)) go()
    },
  }
}

const standIn = <All extends object>(all: All, some: Partial<All>): All =>
  new Proxy(all, { get: (_, name) => Reflect.get(name in some ? some : all, name) })

function changePrices({ forSale }: OrdersInATest): void {
  for (const [id, sku] of forSale) forSale.set(id, { ...sku, price: money(8_001, 'KRW') })
}

const takeOffSale = ({ forSale }: OrdersInATest): void => forSale.clear()

function sellOut({ stock }: OrdersInATest): void {
  for (const skuId of stock.free.keys()) stock.free.set(skuId, 0)
}
