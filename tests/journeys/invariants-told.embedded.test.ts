import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { type Log, silentLog } from '#platform/log.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { somePlace } from '#tests/shop/some-place.ts'

const none = { drop_units: 0, drop_ledger: 0, order_total: 0, order_payment: 0, payment_refunds: 0 }

/** What a bug, or a hand in the database, may leave behind. */
const harm = {
  drop_units: ['stock', 'update drop_sale set sold = sold + 1, version = version + 1'],
  drop_ledger: ['stock', 'delete from ledger_segment where first_index = 0'],
  order_total: ['orders', 'update order_header set total_minor = total_minor + 1'],
  order_payment: ['payments', 'update payment set amount_minor = amount_minor + 1'],
  payment_refunds: ['payments', 'update payment set refund_requested_minor = 1'],
} as const

test('a shop that is right tells no drift, after whole passes over its rows', async () => {
  await using shop = await openTestShop()
  await buySomething(shop)
  assert.deepEqual(await afterAPass(shop), none)
})

for (const [invariant, [service, sql]] of Object.entries(harm)) {
  test(`what is wrong with ${invariant} is told, logged as an error, and not repaired`, async () => {
    await using place = await somePlace()
    const errors: unknown[] = []
    const log: Log = Object.assign(Object.create(silentLog), {
      error: (about: unknown) => errors.push(about),
    })
    await using shop = await openTestShop({ place, log })
    await buySomething(shop)
    const folder = (place.environment.DATABASE_URL ?? '').slice('sqlite:'.length)
    using file = new DatabaseSync(`${folder}/${service}.sqlite`, { timeout: 5_000 })
    file.exec('pragma foreign_keys = off')
    file.exec(sql)
    const drifts = await afterAPass(shop)
    assert.ok((drifts[invariant] ?? 0) > 0, JSON.stringify(drifts))
    assert.ok((await afterAPass(shop))[invariant], 'it is still so')
    const told = errors.filter(about => (about as { invariant?: string }).invariant === invariant)
    assert.equal(new Set(told.map(about => JSON.stringify(about))).size, told.length, 'once each')
  })
}

async function buySomething(shop: TestShop): Promise<void> {
  const drop = await shop.makeDrop({ units: 3 })
  await shop.buy(await shop.signUp(), drop)
  await shop.reserve(await shop.signUp(), drop)
  await shop.settled()
}

/** The drifts of passes that began after this was called: the second of each job from now on. */
async function afterAPass(shop: TestShop): Promise<Readonly<Record<string, number>>> {
  const passes = async () =>
    [...(await metricsOf(shop)).matchAll(/invariant_passes_total\{task="[^"]+"\} (\d+)/g)].map(
      ([, count]) => Number(count),
    )
  const before = await passes()
  await eventually('two passes of each job', async () => {
    shop.clock.advance(500)
    const now = await passes()
    return now.every((count, at) => count >= (before[at] ?? 0) + 2)
  })
  const gauges = (await metricsOf(shop)).matchAll(/invariant_drift\{invariant="(\w+)"\} (\d+)/g)
  return Object.fromEntries([...gauges].map(([, name, count]) => [name, Number(count)]))
}

async function metricsOf({ privatePort }: TestShop): Promise<string> {
  const answer = await fetch(`http://localhost:${privatePort}/metrics`)
  return answer.text()
}
