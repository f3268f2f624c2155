import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SkuStock } from '#contracts/skus.ts'
import { aCatalogService, type CatalogInATest } from './a-catalog-service.ts'

const skuOf = ({ skus: [sku] }: { readonly skus: readonly { readonly skuId: string }[] }) =>
  sku?.skuId ?? ''

/** Sets what stock knows, without telling anybody. */
function set({ stock }: CatalogInATest, skuId: string, more: Partial<SkuStock>): void {
  stock.skus.set(skuId, { skuId, available: 0, drop: null, ...stock.skus.get(skuId), ...more })
}

test('the number of units on a page falls as they go, without asking stock', async () => {
  await using shop = await aCatalogService()
  const product = await shop.make()
  const skuId = skuOf(product)
  const asked = shop.stock.asked
  shop.live.publish('skus', [{ skuId, available: 7 }])
  assert.equal((await shop.read(product.productId)).skus[0]?.available, 7)
  assert.equal(shop.stock.asked, asked)
})

test('news that was lost is made up for within a second', async () => {
  await using shop = await aCatalogService()
  const product = await shop.make()
  set(shop, skuOf(product), { available: 3 })
  assert.equal((await shop.read(product.productId)).skus[0]?.available, 10)
  shop.clock.advance(1_000)
  assert.equal((await shop.read(product.productId)).skus[0]?.available, 3)
})

test('a crowd on one page asks stock once a second', async () => {
  await using shop = await aCatalogService()
  const { productId } = await shop.make()
  shop.clock.advance(1_000)
  const asked = shop.stock.asked
  await Promise.all(Array.from({ length: 100 }, () => shop.read(productId)))
  assert.equal(shop.stock.asked, asked + 1)
})

test('a drop is shown open at its instant, not a second later', async () => {
  await using shop = await aCatalogService()
  const product = await shop.make({ kind: 'drop' })
  const opensAtMs = shop.clock.nowMs() + 300
  const drop = { dropId: product.productId, opensAtMs, closesAtMs: opensAtMs + 60_000 }
  set(shop, skuOf(product), { drop: { ...drop, state: 'upcoming' } })
  const stateOf = async () => (await shop.read(product.productId)).drop?.state
  assert.equal(await stateOf(), undefined)
  // Planning it is told.
  shop.live.publish('drops', { ...drop, skuId: skuOf(product), state: 'upcoming' })
  assert.equal(await stateOf(), 'upcoming')
  set(shop, skuOf(product), { drop: { ...drop, state: 'open' } })
  shop.clock.advance(299)
  assert.equal(await stateOf(), 'upcoming')
  shop.clock.advance(1)
  assert.equal(await stateOf(), 'open')
})

test('when stock does not answer, products show the last known units, marked as such', async () => {
  await using shop = await aCatalogService()
  const product = await shop.make()
  const { productId } = product
  shop.stock.isDown = true
  shop.clock.advance(1_000)
  assert.deepEqual(await shop.read(productId), { ...product, stale: true })
  const { items } = await shop.list({})
  assert.deepEqual(items, [{ ...product, stale: true }])
  // Even when the row is read again meanwhile.
  shop.clock.advance(60_000)
  assert.deepEqual(await shop.read(productId), { ...product, stale: true })
  shop.stock.isDown = false
  shop.clock.advance(1_000)
  assert.deepEqual(await shop.read(productId), product)
})

test('where all news is told, stock is not asked for what it would have told', async () => {
  await using shop = await aCatalogService({ tellsAll: true })
  const product = await shop.make()
  const asked = shop.stock.asked
  shop.clock.advance(50_000)
  shop.live.publish('skus', [{ skuId: skuOf(product), available: 7 }])
  assert.equal((await shop.read(product.productId)).skus[0]?.available, 7)
  assert.equal(shop.stock.asked, asked)
  shop.clock.advance(10_000)
  await shop.read(product.productId)
  assert.equal(shop.stock.asked, asked + 1, 'all the same it is looked at now and then')
})

test('an answer that news may have overtaken is asked for again', async () => {
  await using shop = await aCatalogService({ tellsAll: true })
  const product = await shop.make()
  const skuId = skuOf(product)
  shop.clock.advance(60_000)
  shop.stock.meanwhile = () => {
    set(shop, skuId, { available: 2 })
    shop.live.publish('skus', [{ skuId, available: 2 }])
  }
  await shop.read(product.productId)
  shop.stock.meanwhile = () => undefined
  assert.equal((await shop.read(product.productId)).skus[0]?.available, 2)
})
