import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestShop } from '#tests/shop/a-shop.ts'
import { buySomething, driftsAfterAPass } from './recounted.ts'

const none = {
  ...{ drop_units: 0, drop_ledger: 0, order_total: 0, order_payment: 0, capture_sale: 0 },
  payment_refunds: 0,
}

test('a shop that is right tells no drift, after whole passes over its rows', async () => {
  await using shop = await openTestShop()
  await buySomething(shop)
  assert.deepEqual(await driftsAfterAPass(shop), none)
})
