import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aCatalogService, merchant } from './a-catalog-service.ts'

test('a page that many read is made once a moment, and is another as soon as a product changes', async () => {
  await using shop = await aCatalogService()
  const { productId } = await shop.make({ title: '머그컵' })
  const titles = async () => (await shop.list({})).items.map(({ title }) => title)
  assert.deepEqual(await titles(), ['머그컵'])
  await shop.catalog.changeProduct({ productId, title: '유리컵' }, merchant)
  assert.deepEqual(await titles(), ['유리컵'])
  await shop.make({ title: '텀블러' })
  assert.deepEqual(await titles(), ['텀블러', '유리컵'])
})

test('what a kept page tells of units is what the product’s own page tells', async () => {
  await using shop = await aCatalogService()
  const product = await shop.make()
  const skuId = product.skus[0]?.skuId ?? ''
  assert.equal((await shop.list({})).items[0]?.skus[0]?.available, 10)
  shop.live.publish('skus', [{ skuId, available: 3 }])
  assert.equal((await shop.list({})).items[0]?.skus[0]?.available, 3)
})

test('a page of what is in stock is never older than a moment, though stock tells nobody', async () => {
  await using shop = await aCatalogService()
  const product = await shop.make()
  const inStock = async () => (await shop.list({ inStock: true })).items.length
  assert.equal(await inStock(), 1)
  const skuId = product.skus[0]?.skuId ?? ''
  shop.stock.skus.set(skuId, { skuId, available: 0, drop: null })
  shop.clock.advance(1_000)
  assert.equal(await inStock(), 0)
})
