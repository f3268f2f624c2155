import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aCatalogService } from './a-catalog-service.ts'
import { productShelf } from './product-shelf.ts'

test('the shelf keeps as many products as it may, those that were asked for last', async () => {
  await using shop = await aCatalogService()
  const [a, b, c] = [await shop.make(), await shop.make(), await shop.make()]
  const { database, clock } = shop
  const shelf = productShelf({ database, nowMs: () => clock.nowMs(), keptProducts: 2 })
  await shelf.find([a.productId])
  await shelf.find([b.productId])
  await shelf.find([a.productId])
  await shelf.find([c.productId])
  assert.deepEqual(
    [a, b, c].map(({ productId }) => shelf.get(productId) !== undefined),
    [true, false, true],
  )
  assert.deepEqual(
    [a, b, c].map(({ skus }) => shelf.getBySku(skus[0]?.skuId ?? '') !== undefined),
    [true, false, true],
  )
})

test('a row that was changed while it was read is not kept', async () => {
  await using shop = await aCatalogService()
  const { productId } = await shop.make()
  const { database, clock } = shop
  const shelf = productShelf({ database, nowMs: () => clock.nowMs() })
  const reading = shelf.find([productId])
  shelf.renew(productId)
  assert.equal((await reading).length, 1)
  assert.equal(shelf.get(productId), undefined)
})

test('the products come in the order asked, without those that nobody knows', async () => {
  await using shop = await aCatalogService()
  const [a, b] = [await shop.make(), await shop.make()]
  const { database, clock } = shop
  const shelf = productShelf({ database, nowMs: () => clock.nowMs() })
  await shelf.find([b.productId])
  const unknown = a.skus[0]?.skuId ?? ''
  const found = await shelf.find([a.productId, unknown, b.productId])
  assert.deepEqual(
    found.map(product => product.stored.productId),
    [a.productId, b.productId],
  )
})
