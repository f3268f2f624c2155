import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { aWatchedDatabase } from '#platform/database/a-watched-database.ts'
import { anUnknownId } from './a-catalog-service.ts'
import * as store from './catalog-store.ts'
import type { CatalogTransaction } from './catalog-tables.ts'
import { firstKey, type ProductFilter } from './product-list-store.ts'

const sorts = ['newest', 'price', '-price', 'likes'] as const

test('however many products there are, no list and no page looks at all of them', async () => {
  const { trx, slowSteps, asked } = await aWatchedDatabase<CatalogTransaction>(
    'catalog',
    store.migrations,
  )

  const [categoryId, productId, skuId] = [anUnknownId(), anUnknownId(), anUnknownId()]
  await store.writes.createCategory(trx, { categoryId, name: 'Shoes', parentId: null })
  await store.writes.changeCategory(trx, { categoryId, parentId: null })
  const words = { title: 'Sneaker', description: '', images: [], kind: 'regular' } as const
  const skus = [{ skuId, options: {}, units: 1 }]
  const price = money(8_000, 'KRW')
  await store.writes.createProduct(trx, { ...words, productId, categoryId, price, skus })
  await store.writes.changeProduct(trx, { productId, title: 'Sneaker II', price })
  const added = { skuId: anUnknownId(), options: { size: 'M' } }
  await store.writes.addSku(trx, { productId, sku: added, stock: [], keyed: null })
  await store.writes.removeSku(trx, { productId, skuId: added.skuId })
  await store.reads.readProducts(trx, { productIds: [productId, categoryId] })
  await store.reads.findProductsOfSkus(trx, { skuIds: [skuId, productId] })
  const memberId = anUnknownId()
  await store.writes.setLike(trx, { productId, memberId, liked: true })
  await store.writes.setLike(trx, { productId, memberId, liked: false })
  await store.writes.putWish(trx, { memberId, skuId, quantity: 1 })
  await store.writes.askNotice(trx, { noticeId: memberId, memberId, skuId, isArmed: false })
  await store.writes.armNotices(trx, { skuIds: [skuId] })
  const notices = await store.reads.listDueNotices(trx, { skuIds: [skuId], limit: 9 })
  await store.writes.forgetNotices(trx, { notices })
  await store.writes.dropNotice(trx, { memberId, skuId })
  await store.writes.removeWish(trx, { memberId, skuId })
  await store.reads.readSearched(trx, { productIds: [productId] })
  await store.reads.readMarks(trx, { memberId, productIds: [productId] })
  await store.writes.putImage(trx, { imageId: productId, sizes: [] })
  await store.reads.readImage(trx, { imageId: productId, width: 320 })
  const before = new Set(asked())
  const behindWish = { addedAtMs: 1, skuId }
  await store.reads.listWishes(trx, { memberId, behind: null, limit: 20 })
  await store.reads.listWishes(trx, { memberId, behind: behindWish, limit: 20 })
  await store.reads.listWatchedSkus(trx, { after: '', limit: 20 })
  await store.reads.listSearched(trx, { after: 0, limit: 20 })
  await store.reads.listCurrencies(trx)
  await store.reads.listPictured(trx, { after: 0, limit: 20 })
  await store.reads.listOldImages(trx, { after: '', beforeMs: 1, limit: 20 })
  await listBy(trx, [{}, { kind: 'drop' }])
  const inOrder = new Set(asked().filter(text => !before.has(text)))
  await listBy(trx, [
    { categoryId },
    { currency: 'KRW', minPriceMinor: 1, maxPriceMinor: 9 },
    { kind: 'drop', categoryId, currency: 'KRW', minPriceMinor: 1 },
  ])
  await store.writes.deleteProduct(trx, { productId })
  await store.writes.deleteCategory(trx, { categoryId })

  const slow = slowSteps(
    31,
    (detail, text) =>
      harmless.test(detail) ||
      // What fits a category or a price may be sorted; what may be everything is read in order.
      (/TEMP B-TREE/.test(detail) && !inOrder.has(text)),
  )
  assert.deepEqual(slow, [])
})

/** All categories are one list, bounded in number and read in the order of its index. */
const harmless = /^SCAN category USING (COVERING )?INDEX category_by_name$/

async function listBy(trx: CatalogTransaction, filters: readonly ProductFilter[]): Promise<void> {
  for (const sort of sorts) {
    const behind = firstKey(sort)
    for (const filter of filters) {
      await store.reads.listProducts(trx, { filter, sort, behind, limit: 20, currencies: ['KRW'] })
    }
  }
}
