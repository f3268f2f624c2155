import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { OrderState } from '#contracts/orders.ts'
import { isDistributed } from '#platform/database/databases-under-test.ts'
import { atRest } from '#tests/invariants/at-rest.ts'
import { assertShopInvariants } from '#tests/invariants/shop-invariants.ts'
import { openRows, type Service } from '#tests/invariants/shop-rows-store.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { type SomePlace, somePlace } from '#tests/shop/some-place.ts'
import { DAY_MS, openRandomShop, type RandomShop } from './a-random-shop.ts'
import { liveARound } from './random-acts.ts'
import { aSeed, chance } from './seeded.ts'

/** Of one run. A slower database has fewer. */
const ORDERS = isDistributed() ? 400 : 5_000
const A_ROUND = { orders: 100, acts: 60 }
const MEMBERS = 400

for (const run of ['one run', 'and another']) {
  test(`whatever members, merchants, provider and clock do, money, units and the line add up: ${run}`, context =>
    liveAtRandom(context))
}

async function liveAtRandom(context: TestContext): Promise<void> {
  const choices = chance(aSeed(context))
  await using place = await somePlace()
  {
    await using random = await openRandomShop(place, MEMBERS)
    const made = () => random.known.filter(known => known !== undefined).length
    while (made() < ORDERS) await liveARound(random, choices, A_ROUND)
    await comeToRest(random, place)
    for (const [what, times] of [...random.seen].sort()) context.diagnostic(`${what}: ${times}`)
  }
  await assertShopInvariants(place)
  if (!isDistributed()) await assertAllWasSeen(place)
}

/** Days go by, until nothing is held, on its way, owed or waited for. */
async function comeToRest({ shop }: RandomShop, place: SomePlace): Promise<void> {
  await using rows = await openRows(place.environment.DATABASE_URL ?? '')
  let left: readonly string[] = []
  const isQuiet = async () => {
    shop.clock.advance(DAY_MS / 4)
    await shop.settled()
    const counts = unfinished.map(async ([service, from]) => {
      const found = await rows.all(service, `select 1 as one from ${from} limit 1`)
      return found.length === 0 ? [] : [from]
    })
    left = (await Promise.all(counts)).flat()
    return left.length === 0
  }
  const until = eventually('everything at its end', isQuiet, 120_000)
  await until.catch(error => assert.fail(`${error.message}; left: ${left.join('; ')}`))
  await atRest(place)
}

const unfinished: readonly [Service, string][] = [
  ['stock', "reservation where state = 'held' or state = 'pinned'"],
  ['stock', 'drop_sale where waiting > 0 or ended = 0'],
  ['payments', 'payment where due_at_ms is not null or unpin_attempt is not null'],
  ['payments', "refund where state = 'requested'"],
  ['orders', 'order_duty'],
  ['orders', "order_return where state = 'requested'"],
  ['orders', "order_header where state = 'awaiting_payment' or state = 'shipped'"],
]

/** A run in which something never happened says nothing about it. */
async function assertAllWasSeen(place: SomePlace): Promise<void> {
  await using rows = await openRows(place.environment.DATABASE_URL ?? '')
  const states = async (service: Service, from: string) => {
    const all = await rows.all<{ state: string }>(service, `select distinct state from ${from}`)
    return all.map(row => row.state).sort()
  }
  const ofOrders = await states('orders', 'order_header')
  const atRest = OrderState.anyOf
    .map(state => state.const)
    .filter(state => !['awaiting_payment', 'shipped'].includes(state))
  assert.deepEqual(ofOrders, atRest.toSorted())
  const ofLine = await states('stock', 'waitlist_entry')
  // Who is passed over, the clock and the crowd decide between them: not in every run.
  assert.deepEqual(
    ofLine.filter(state => state !== 'passed'),
    ['left', 'offered'],
  )
  const paid = (await states('payments', 'payment')).filter(state => state !== 'ready')
  assert.deepEqual(paid, [...['captured', 'declined', 'partially_refunded', 'refunded']])
}
