import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogStreams } from '#contracts/catalog.ts'
import { isRefusal } from '#contracts/problems.ts'
import { aCatalogService, anUnknownId, given, visitor } from './a-catalog-service.ts'

test('whoever follows a product is told which SKU moved, and what is left of all', async () => {
  await using shop = await aCatalogService()
  const { productId, skus } = await shop.make({
    skus: [
      { options: { size: 'M' }, units: 10 },
      { options: { size: 'L' }, units: 3 },
    ],
  })
  const [medium = '', large = ''] = skus.map(sku => sku.skuId)
  const begins = given(await shop.catalog.readProductStock({ productId }, visitor))
  assert.deepEqual(begins, {
    skuId: medium,
    available: 10,
    skus: [
      { skuId: medium, available: 10 },
      { skuId: large, available: 3 },
    ],
  })
  const heard = new Promise(resolve => {
    shop.live.subscribe(catalogStreams.stock.topic({ productId }), resolve)
  })
  shop.live.publish('skus', [{ skuId: large, available: 2 }])
  assert.deepEqual(await heard, {
    skuId: large,
    available: 2,
    skus: [
      { skuId: medium, available: 10 },
      { skuId: large, available: 2 },
    ],
  })
})

test('nobody can follow what there is not', async () => {
  await using shop = await aCatalogService()
  const answer = await shop.catalog.readProductStock({ productId: anUnknownId() }, visitor)
  assert.ok(isRefusal(answer) && answer.refused === 'not_found')
})
