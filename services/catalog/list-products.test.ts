import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { cursorRefused } from '#platform/database/cursor.ts'
import {
  aCatalogService,
  type CatalogInATest,
  given,
  merchant,
  visitor,
} from './a-catalog-service.ts'

/** Seven products; the price of each is told by its number. */
async function aShop(shop: CatalogInATest): Promise<void> {
  const prices = [700, 100, 500, 500, 300, 900, 500]
  for (const [at, price] of prices.entries()) {
    await shop.make({
      title: `Product ${at + 1}`,
      kind: at % 2 === 0 ? 'regular' : 'drop',
      price: money(price, 'KRW'),
      skus: [{ options: {}, units: at % 3 }],
    })
  }
}

const numbers = (titles: readonly string[]) => titles.map(title => Number(title.slice(8)))

test('each sort lists every product once, page by page', async () => {
  await using shop = await aCatalogService()
  await aShop(shop)
  for (const [sort, expected] of [
    ['newest', [7, 6, 5, 4, 3, 2, 1]],
    ['price', [2, 5, 3, 4, 7, 1, 6]],
    ['-price', [6, 1, 7, 4, 3, 5, 2]],
    ['likes', [7, 6, 5, 4, 3, 2, 1]],
  ] as const) {
    for (const limit of [1, 2, 3, 7, 100]) {
      const { titles, pages } = await shop.listAll({ sort, limit })
      assert.deepEqual(numbers(titles), expected, `${sort} by ${limit}`)
      assert.equal(pages, Math.ceil(7 / limit))
    }
  }
})

test('products that come while somebody leafs through are neither doubled nor a gap', async () => {
  await using shop = await aCatalogService()
  await aShop(shop)
  const first = await shop.list({ limit: 3 })
  await shop.make({ title: 'Product 8' })
  const rest = await shop.listAll({ cursor: first.nextCursor ?? '', limit: 3 })
  const titles = [...first.items.map(product => product.title), ...rest.titles]
  assert.deepEqual(numbers(titles), [7, 6, 5, 4, 3, 2, 1])
})

test('filters leave what fits all of them', async () => {
  await using shop = await aCatalogService()
  await aShop(shop)
  const listed = async (filter: Parameters<typeof shop.listAll>[0]) =>
    numbers((await shop.listAll({ limit: 2, ...filter })).titles)
  assert.deepEqual(await listed({ kind: 'drop' }), [6, 4, 2])
  assert.deepEqual(await listed({ minPrice: 500, maxPrice: 700 }), [7, 4, 3, 1])
  assert.deepEqual(await listed({ minPrice: 500, maxPrice: 700, sort: 'price' }), [3, 4, 7, 1])
  assert.deepEqual(await listed({ kind: 'regular', maxPrice: 500, sort: '-price' }), [7, 3, 5])
  assert.deepEqual(await listed({ minPrice: 901 }), [])
})

test('amounts are compared within one currency, the shop’s own first, and each is listed once', async () => {
  await using shop = await aCatalogService()
  const made = []
  for (const [at, price] of [
    money(10_000, 'KRW'),
    money(9_900, 'USD'),
    money(500, 'EUR'),
    money(12_345, 'USD'),
    money(9_000, 'KRW'),
    money(500, 'EUR'),
  ].entries()) {
    made.push(await shop.make({ title: `Product ${at + 1}`, price }))
  }
  const { items } = given(await shop.catalog.listCurrencies({}, visitor))
  assert.deepEqual(items, ['KRW', 'EUR', 'USD'])
  const listed = async (filter: Parameters<typeof shop.listAll>[0]) =>
    numbers((await shop.listAll(filter)).titles)
  for (const words of [{}, { q: 'product' }]) {
    for (const limit of [1, 2, 3, 100]) {
      const asked = { ...words, limit }
      assert.deepEqual(await listed({ ...asked, sort: 'price' }), [5, 1, 3, 6, 2, 4])
      assert.deepEqual(await listed({ ...asked, sort: '-price' }), [1, 5, 6, 3, 4, 2])
      const inDollars = { ...asked, currency: 'USD', sort: 'price' } as const
      assert.deepEqual(await listed(inDollars), [2, 4])
      assert.deepEqual(await listed({ ...inDollars, minPrice: 10_000 }), [4])
    }
    assert.deepEqual(await listed({ ...words, minPrice: 500, maxPrice: 9_900 }), [5])
    assert.deepEqual(await listed({ ...words, currency: 'EUR', maxPrice: 500 }), [6, 3])
    assert.deepEqual(await listed({ ...words, currency: 'JPY' }), [])
  }
  // The oldest goes, and with it what was the shop's own currency: who leafs goes on as he began.
  const first = await shop.list({ sort: 'price', limit: 1 })
  const bounded = await shop.list({ minPrice: 1, limit: 1 })
  await shop.catalog.deleteProduct({ productId: made[0]?.productId ?? '' }, merchant)
  const changed = given(await shop.catalog.listCurrencies({}, visitor))
  assert.deepEqual(changed.items, ['USD', 'EUR', 'KRW'])
  const cursor = first.nextCursor ?? ''
  assert.deepEqual(await listed({ sort: 'price', limit: 1, cursor }), [3, 6, 2, 4])
  assert.deepEqual(await listed({ minPrice: 1, cursor: bounded.nextCursor ?? '' }), [])
})

test('what is in stock is told by stock, whatever the page’s size', async () => {
  await using shop = await aCatalogService()
  await aShop(shop)
  for (const limit of [1, 2, 10]) {
    const inStock = await shop.listAll({ inStock: true, limit })
    assert.deepEqual(numbers(inStock.titles), [6, 5, 3, 2])
    const soldOut = await shop.listAll({ inStock: false, limit })
    assert.deepEqual(numbers(soldOut.titles), [7, 4, 1])
  }
})

test('a category lists what is in it and below it', async () => {
  await using shop = await aCatalogService()
  const clothes = await shop.makeCategory('Clothes')
  const shirts = await shop.makeCategory('Shirts', clothes.categoryId)
  const mugs = await shop.makeCategory('Mugs')
  for (const [at, category] of [clothes, shirts, mugs, shirts].entries()) {
    await shop.make({ title: `Product ${at + 1}`, categoryId: category.categoryId })
  }
  await shop.make({ title: 'Product 5' })
  const listed = async (category: string) => numbers((await shop.listAll({ category })).titles)
  assert.deepEqual(await listed(clothes.categoryId), [4, 2, 1])
  assert.deepEqual(await listed(shirts.categoryId), [4, 2])
  assert.deepEqual(await listed(mugs.categoryId), [3])
  assert.deepEqual(await listed((await shop.make()).productId), [])
})

test('a title is found by any part of it, in Korean and English, in capitals or not', async () => {
  await using shop = await aCatalogService()
  for (const title of ['한정판 운동화', 'CAFÉ mug 100%', 'Blue_shirt']) await shop.make({ title })
  const found = async (q: string) => (await shop.listAll({ q })).titles
  assert.deepEqual(await found('운동'), ['한정판 운동화'])
  assert.deepEqual(await found('운동화'.normalize('NFD')), ['한정판 운동화'])
  assert.deepEqual(await found('cafe'), ['CAFÉ mug 100%'])
  assert.deepEqual(await found('CAFÉ'.normalize('NFD')), ['CAFÉ mug 100%'])
  assert.deepEqual(await found('100%'), ['CAFÉ mug 100%'])
  assert.deepEqual(await found('E_S'), ['Blue_shirt'])
  assert.deepEqual(await found('%'), ['CAFÉ mug 100%'])
  assert.deepEqual(await found("'; drop table product; --"), [])
})

test('a cursor that is none of this list, or of another sort, is refused', async () => {
  await using shop = await aCatalogService()
  await aShop(shop)
  const page = await shop.list({ sort: 'price', limit: 1 })
  for (const cursor of ['x', '한', page.nextCursor ?? '']) {
    const answer = await shop.catalog.listProducts({ sort: '-price', cursor }, visitor)
    assert.deepEqual(answer, cursorRefused)
  }
})
