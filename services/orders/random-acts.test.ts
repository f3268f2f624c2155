import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Order, OrderState } from '#contracts/orders.ts'
import { isRefusal } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import {
  aMemberId,
  anAddress,
  anOrdersService,
  asMember,
  type OrdersInATest,
} from './an-orders-service.ts'
import { canMove } from './order.ts'

const DAY_MS = 86_400_000
const UNITS = 100_000
const PRICE = 8_000
/** Another number is another run. */
const SEED = 20_261_121

/** A small generator (mulberry32): a seed tells the whole run. */
function randomFrom(state: number): () => number {
  let a = state
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Known = { readonly orderId: string; readonly member: ReturnType<typeof asMember> }

const jobs = ['orders.take_steps', 'orders.complete_returns', 'orders.carry_out_duties'] as const

test('whatever members and merchants do, and however the clock jumps, money and units add up', async () => {
  await using shop = await anOrdersService()
  const random = randomFrom(SEED)
  const chance = (share: number) => random() < share
  const skus = [shop.sell(UNITS), shop.sell(UNITS), shop.sell(UNITS)]
  const known: Known[] = []
  const pick = () => known[Math.floor(random() * known.length)]

  async function place(): Promise<void> {
    const memberId = aMemberId()
    if (chance(0.9)) shop.addresses.set(memberId, anAddress())
    const chosen = skus.filter(() => chance(0.6))
    const items = (chosen.length === 0 ? skus.slice(0, 1) : chosen).map(({ skuId }) => ({
      skuId,
      quantity: 1 + Math.floor(random() * 4),
    }))
    const member = asMember(memberId, memberId)
    const placed = await shop.orders.placeOrder({ items }, member)
    assert(!isRefusal(placed))
    const { orderId } = JSON.parse(placed) as Order
    known.push({ orderId, member })
    if (chance(0.8)) shop.stock.commit(orderId)
    else if (chance(0.5)) shop.stock.expire(orderId)
  }

  async function act({ orderId, member }: Known): Promise<void> {
    const which = random()
    if (which < 0.15) await shop.orders.cancelOrder({ orderId }, member)
    else if (which < 0.35) {
      const parcel = { carrier: 'CJ', trackingNumber: `T-${orderId}` }
      await shop.orders.shipOrder({ orderId, ...parcel }, fromService)
    } else if (which < 0.55) await shop.orders.deliverOrder({ orderId }, fromService)
    else if (which < 0.85) {
      const { skuId } = skus[Math.floor(random() * skus.length)] ?? { skuId: aMemberId() }
      const lines = [{ skuId, quantity: 1 + Math.floor(random() * 3) }]
      const what = chance(0.5) ? { lines } : {}
      await shop.orders.requestReturn({ orderId, reason: 'small', ...what }, member)
    } else {
      const order = await shop.orders.readOrder({ orderId }, member)
      const asked = isRefusal(order) ? undefined : order.returns.at(-1)
      if (asked === undefined) return
      await shop.orders.completeReturn({ returnId: asked.returnId }, fromService)
    }
  }

  for (let round = 0; round < 100; round++) {
    await Promise.all(Array.from({ length: 20 }, place))
    if (chance(0.8)) await shop.deliver()
    const acts = Array.from({ length: 30 }, pick).filter(each => each !== undefined)
    await Promise.all(acts.map(act))
    shop.clock.advance(Math.floor(random() * random() * DAY_MS))
    for (const job of jobs) if (chance(0.5)) await shop.runJob(job)
  }
  await comeToRest(shop)
  await assertAllAddsUp(shop, known)
})

async function comeToRest(shop: OrdersInATest): Promise<void> {
  for (let day = 0; day < 5; day++) {
    await shop.deliver()
    shop.clock.advance(DAY_MS)
    for (const job of jobs) await shop.runJob(job)
    for (let again = 0; again < 50; again++) await shop.runJob('orders.carry_out_duties')
  }
  await shop.deliver()
}

async function assertAllAddsUp(shop: OrdersInATest, known: readonly Known[]): Promise<void> {
  const out = new Map<string, number>()
  const owed: number[] = []
  const seen = new Set<string>()
  for (const { orderId, member } of known) {
    const order = await shop.orders.readOrder({ orderId }, member)
    assert(!isRefusal(order))
    const { state, history, lines, total, returns } = order
    assert.notEqual(state, 'shipped', 'all that is on its way arrives')
    for (const [at, passage] of history.entries()) {
      const next = history[at + 1]
      seen.add(passage.state)
      if (next === undefined) assert.equal(passage.state, state)
      else assert.ok(canMove(passage.state, next.state) && passage.atMs <= next.atMs)
    }
    assert.ok(returns.every(each => each.state === 'completed'))
    const isOut = state !== 'cancelled' && state !== 'expired'
    for (const { skuId, quantity, returnedQuantity } of isOut ? lines : []) {
      assert.ok(returnedQuantity <= quantity, 'no more comes back than was bought')
      out.set(skuId, (out.get(skuId) ?? 0) + quantity - returnedQuantity)
    }
    const allBack = lines.every(line => line.returnedQuantity === line.quantity)
    assert.equal(state === 'returned', allBack && lines.length > 0)
    const refunds = returns.map(each => each.refund.amountMinor)
    assert.ok(refunds.reduce((sum, each) => sum + each, 0) <= total.amountMinor)
    const wasPaid = history.some(passage => passage.state === 'paid')
    owed.push(...(state === 'cancelled' && wasPaid ? [total.amountMinor] : refunds))
  }
  for (const [skuId, units] of shop.stock.free) {
    assert.equal(units + (out.get(skuId) ?? 0), UNITS, 'every unit is free or out')
  }
  const paidBack = [...shop.refunds.values()].map(refund => refund.amountMinor)
  assert.deepEqual(paidBack.toSorted(byAmount), owed.toSorted(byAmount))
  assert.ok(paidBack.every(amount => amount % PRICE === 0))
  assert.deepEqual([...seen].sort(), allStates, 'the run has seen every state')
}

const byAmount = (a: number, b: number) => a - b
const allStates = OrderState.anyOf.map(state => state.const).sort()
