import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { isRefusal } from '#contracts/problems.ts'
import { aCatalogService, type CatalogInATest, merchant, visitor } from './a-catalog-service.ts'

async function aShopOf(shop: CatalogInATest, ...titles: readonly string[]): Promise<void> {
  for (const title of titles) await shop.make({ title })
}

const found = async (shop: CatalogInATest, q: string) =>
  (await shop.listAll({ q, limit: 3 })).titles

test('a word is found inside a Korean compound, and anywhere in an English one', async () => {
  await using shop = await aCatalogService()
  await aShopOf(shop, '남성운동화세트', '빨간 우산', 'Waterproof backpack')
  assert.deepEqual(await found(shop, '운동화'), ['남성운동화세트'])
  assert.deepEqual(await found(shop, '세트'), ['남성운동화세트'])
  assert.deepEqual(await found(shop, 'pack'), ['Waterproof backpack'])
  assert.deepEqual(await found(shop, '우산 빨간'), ['빨간 우산'])
  assert.deepEqual(await found(shop, '빨간 운동화'), [])
})

test('what is being typed finds what it is going to be', async () => {
  await using shop = await aCatalogService()
  await aShopOf(shop, '첫눈 운동화', '닭가슴살', 'Sneaker')
  const strokes = ['우', '운', '운ㄷ', '운도', '운동', '운동ㅎ', '운동호', '운동화']
  for (const typed of strokes) assert.ok((await found(shop, typed)).includes('첫눈 운동화'), typed)
  for (const typed of ['ㄷ', '다', '달', '닭', '닭ㄱ', '닭가']) {
    assert.ok((await found(shop, typed)).includes('닭가슴살'), typed)
  }
  assert.deepEqual(await found(shop, 'sne'), ['Sneaker'])
})

test('a typing mistake is forgiven where nothing is written so', async () => {
  await using shop = await aCatalogService()
  await aShopOf(shop, '여성 운동화', '초경량 우산', 'Leather sneaker', 'Speaker')
  for (const [typed, meant] of [
    ['운둥화', '여성 운동화'],
    ['운동하', '여성 운동화'],
    ['운돈화', '여성 운동화'],
    ['초겨량', '초경량 우산'],
    ['snekaer', 'Leather sneaker'],
    ['snaker', 'Leather sneaker'],
    ['leahter', 'Leather sneaker'],
    ['sneakerr', 'Leather sneaker'],
  ] as const) {
    assert.deepEqual(await found(shop, typed), [meant], typed)
  }
  // What is written so is all that is found.
  assert.deepEqual(await found(shop, 'speaker'), ['Speaker'])
  assert.deepEqual(await found(shop, '냉장고'), [])
  assert.deepEqual(await found(shop, 'zx'), [])
})

test('words that are written together are found apart, where nothing is written so', async () => {
  await using shop = await aCatalogService()
  await aShopOf(shop, '까만 겨울패딩점퍼', '하얀 겨울패딩점퍼', '까만 우산', 'Leather sneaker')
  assert.deepEqual(await found(shop, '까만패딩'), ['까만 겨울패딩점퍼'])
  assert.deepEqual(await found(shop, '패딩까만'), ['까만 겨울패딩점퍼'])
  assert.deepEqual(await found(shop, '겨울까만'), ['까만 겨울패딩점퍼'])
  assert.deepEqual(await found(shop, 'sneakerleather'), ['Leather sneaker'])
  // What is not in one title is not found, nor what is a letter or two of a word.
  assert.deepEqual(await found(shop, '하얀우산'), [])
  assert.deepEqual(await found(shop, 'lesn'), [])
})

test('what fits best comes first, then what is newer; or as the shopper wants it sorted', async () => {
  await using shop = await aCatalogService()
  for (const [title, price] of [
    ['Old mug of tea', 300],
    ['Mug', 200],
    ['Smug cat', 100],
    ['New mug', 400],
  ] as const) {
    await shop.make({ title, price: money(price, 'KRW') })
  }
  const sorted = async (more: Parameters<typeof shop.listAll>[0]) =>
    (await shop.listAll({ q: 'mug', limit: 1, ...more })).titles
  assert.deepEqual(await sorted({}), ['Mug', 'New mug', 'Old mug of tea', 'Smug cat'])
  assert.deepEqual(await sorted({ sort: 'price' }), [
    'Smug cat',
    'Mug',
    'Old mug of tea',
    'New mug',
  ])
  assert.deepEqual(await sorted({ sort: '-price', maxPrice: 300 }), [
    'Old mug of tea',
    'Mug',
    'Smug cat',
  ])
  assert.deepEqual(await sorted({ sort: 'newest', minPrice: 300 }), ['New mug', 'Old mug of tea'])
})

test('a search is filtered by category, kind and stock as any list', async () => {
  await using shop = await aCatalogService()
  const clothes = await shop.makeCategory('Clothes')
  const shirts = await shop.makeCategory('Shirts', clothes.categoryId)
  const skus = [{ options: {}, units: 0 }]
  await shop.make({ title: 'Shirt one', categoryId: shirts.categoryId })
  await shop.make({ title: 'Shirt two', kind: 'drop' })
  await shop.make({ title: 'Shirt three', categoryId: clothes.categoryId, skus })
  const listed = async (more: Parameters<typeof shop.listAll>[0]) =>
    (await shop.listAll({ q: 'shirt', limit: 1, ...more })).titles
  assert.deepEqual(await listed({ category: clothes.categoryId }), ['Shirt three', 'Shirt one'])
  assert.deepEqual(await listed({ category: shirts.categoryId }), ['Shirt one'])
  assert.deepEqual(await listed({ kind: 'drop' }), ['Shirt two'])
  assert.deepEqual(await listed({ inStock: true }), ['Shirt two', 'Shirt one'])
  assert.deepEqual(await listed({ inStock: false }), ['Shirt three'])
})

test('who leafs through a search sees each once, whatever comes, goes or is renamed', async () => {
  await using shop = await aCatalogService()
  const { catalog } = shop
  const made = []
  for (let at = 1; at <= 6; at++) made.push(await shop.make({ title: `Lamp ${at}` }))
  const first = await shop.list({ q: 'lamb', limit: 2 })
  const titlesOf = ({ items }: typeof first) => items.map(product => product.title)
  assert.deepEqual(titlesOf(first), ['Lamp 6', 'Lamp 5'])
  // It forgave a mistake: it goes on so, though there is now what is written so.
  await shop.make({ title: 'Lamb' })
  await shop.make({ title: 'Lamp 7' })
  await catalog.changeProduct({ productId: made[2]?.productId ?? '', title: 'Chair' }, merchant)
  await catalog.deleteProduct({ productId: made[1]?.productId ?? '' }, merchant)
  const cursor = first.nextCursor ?? ''
  const rest = await shop.listAll({ q: 'lamb', limit: 2, cursor })
  assert.deepEqual(rest.titles, ['Lamp 4', 'Lamp 1'])
  const sorted = await catalog.listProducts({ q: 'lamb', sort: 'price', cursor }, visitor)
  assert.ok(isRefusal(sorted) && sorted.refused === 'invalid_request')
})

test('a search finds what was told of by others, and what is there since before it began', async () => {
  await using shop = await aCatalogService()
  const { productId } = await shop.make({ title: 'Kettle' })
  assert.deepEqual(await found(shop, 'kettle'), ['Kettle'])
  await shop.database.write.changeProduct({ productId, title: 'Teapot' })
  shop.live.publish('product-changed', { productId })
  assert.deepEqual(await found(shop, 'teapot'), ['Teapot'])
  assert.deepEqual(await found(shop, 'kettle'), [])
})
