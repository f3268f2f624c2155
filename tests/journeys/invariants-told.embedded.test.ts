import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { type Log, silentLog } from '#platform/measures/log.ts'
import { openTestShop } from '#tests/shop/a-shop.ts'
import { somePlace } from '#tests/shop/some-place.ts'
import { buySomething, driftsAfterAPass } from './recounted.ts'

/** What a bug, or a hand in the database, may leave behind. */
const harm = {
  drop_units: ['stock', 'update drop_sale set sold = sold + 1, version = version + 1'],
  drop_ledger: ['stock', 'delete from ledger_segment where first_index = 0'],
  order_total: ['orders', 'update order_header set total_minor = total_minor + 1'],
  order_payment: ['payments', 'update payment set amount_minor = amount_minor + 1'],
  capture_sale: [
    'orders',
    `update order_header set state = 'awaiting_payment', paid_at_ms = null, payment_id = null
     where state = 'paid'`,
  ],
  payment_refunds: ['payments', 'update payment set refund_requested_minor = 1'],
} as const

for (const [invariant, [service, sql]] of Object.entries(harm)) {
  test(`what is wrong with ${invariant} is told, logged as an error, and not repaired`, async () => {
    await using place = await somePlace()
    const errors: unknown[] = []
    const log: Log = Object.assign(Object.create(silentLog), {
      error: (about: unknown) => errors.push(about),
    })
    await using shop = await openTestShop({ place, log })
    await buySomething(shop)
    // What was captured a moment ago may still become a sale.
    shop.clock.advance(16 * 60_000)
    const folder = (place.environment.DATABASE_URL ?? '').slice('sqlite:'.length)
    using file = new DatabaseSync(`${folder}/${service}.sqlite`, { timeout: 5_000 })
    file.exec('pragma foreign_keys = off')
    file.exec(sql)
    const drifts = await driftsAfterAPass(shop)
    assert.ok((drifts[invariant] ?? 0) > 0, JSON.stringify(drifts))
    assert.ok((await driftsAfterAPass(shop))[invariant], 'it is still so')
    const told = errors.filter(about => (about as { invariant?: string }).invariant === invariant)
    assert.equal(new Set(told.map(about => JSON.stringify(about))).size, told.length, 'once each')
  })
}
