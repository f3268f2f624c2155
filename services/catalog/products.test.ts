import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { isRefusal } from '#contracts/problems.ts'
import { aCatalogService, anUnknownId, given, merchant, visitor } from './a-catalog-service.ts'

const refusal = (answer: unknown) => {
  assert(isRefusal(answer), JSON.stringify(answer))
  return answer
}

test('a product is there with its SKUs and their units as soon as it is made', async () => {
  await using shop = await aCatalogService()
  const { categoryId } = await shop.makeCategory('Shoes')
  const made = await shop.make({
    categoryId,
    images: ['/images/shoe.svg'],
    skus: [
      { options: { size: 'M' }, units: 10 },
      { options: { size: 'L' }, units: 0 },
    ],
  })
  assert.deepEqual(made, {
    productId: made.productId,
    title: '한정판 Sneaker',
    description: 'Made for tests.',
    category: { categoryId, name: 'Shoes', parentId: null },
    images: ['/images/shoe.svg'],
    kind: 'regular',
    price: money(8_000, 'KRW'),
    skus: [
      { skuId: made.skus[0]?.skuId, options: { size: 'M' }, available: 10 },
      { skuId: made.skus[1]?.skuId, options: { size: 'L' }, available: 0 },
    ],
    likeCount: 0,
  })
  assert.deepEqual(await shop.read(made.productId), made)
})

test('what contradicts itself is refused, and stock hears nothing of it', async () => {
  await using shop = await aCatalogService()
  const base = { title: 'x', description: '', kind: 'regular', price: money(1, 'KRW') } as const
  const twice = [
    { options: { size: 'M', colour: 'ink' }, units: 1 },
    { options: { colour: 'ink', size: 'M' }, units: 2 },
  ]
  const answers = [
    await shop.catalog.createProduct({ ...base, skus: twice }, merchant),
    await shop.catalog.createProduct(
      { ...base, categoryId: anUnknownId(), skus: [{ options: {}, units: 1 }] },
      merchant,
    ),
  ]
  assert.deepEqual(
    answers.map(answer => refusal(answer).details),
    [
      {
        errors: [
          { path: 'skus.1.options', message: 'Another SKU of this product has these options.' },
        ],
      },
      { errors: [{ path: 'categoryId', message: 'There is no such category.' }] },
    ],
  )
  assert.equal(shop.stock.skus.size, 0)
})

test('a change is seen at once, by visitors and by orders', async () => {
  await using shop = await aCatalogService()
  const { productId, skus } = await shop.make()
  const skuIds = skus.map(sku => sku.skuId)
  await shop.catalog.readSkusForSale({ skuIds }, visitor)
  const change = { productId, title: 'Sneaker II', price: money(8_800, 'KRW') }
  const changed = given(await shop.catalog.changeProduct(change, merchant))
  assert.deepEqual([changed.title, changed.price], ['Sneaker II', money(8_800, 'KRW')])
  assert.deepEqual(await shop.read(productId), changed)
  const { skus: forSale } = given(await shop.catalog.readSkusForSale({ skuIds }, visitor))
  assert.deepEqual(
    forSale.map(sku => sku.price),
    [money(8_800, 'KRW')],
  )
  assert.deepEqual([...shop.stock.titles.values()], ['Sneaker II'])
})

test('a price keeps its currency while a drop is planned or runs, and may be another amount', async () => {
  await using shop = await aCatalogService()
  const { productId, skus } = await shop.make({ kind: 'drop' })
  const skuId = skus[0]?.skuId ?? ''
  const change = (price: ReturnType<typeof money>) =>
    shop.catalog.changeProduct({ productId, price }, merchant)
  const drop = { dropId: productId, opensAtMs: 1, closesAtMs: 2 }
  for (const state of ['upcoming', 'open', 'paused', 'sold_out'] as const) {
    shop.stock.skus.set(skuId, { skuId, available: 0, drop: { ...drop, state } })
    assert.equal(refusal(await change(money(100, 'USD'))).refused, 'invalid_request', state)
  }
  assert.deepEqual(given(await change(money(9_000, 'KRW'))).price, money(9_000, 'KRW'))
  shop.stock.skus.set(skuId, { skuId, available: 0, drop: { ...drop, state: 'ended' } })
  assert.deepEqual(given(await change(money(100, 'USD'))).price, money(100, 'USD'))
})

test('changing nothing is no error; an unknown product or category is', async () => {
  await using shop = await aCatalogService()
  const made = await shop.make()
  const { productId } = made
  assert.deepEqual(await shop.catalog.changeProduct({ productId }, merchant), made)
  const unknown = await shop.catalog.changeProduct({ productId: anUnknownId() }, merchant)
  assert.equal(refusal(unknown).refused, 'not_found')
  const nowhere = { productId, categoryId: anUnknownId() }
  assert.equal(
    refusal(await shop.catalog.changeProduct(nowhere, merchant)).refused,
    'invalid_request',
  )
  const read = await shop.catalog.readProduct({ productId: anUnknownId() }, visitor)
  assert.equal(refusal(read).refused, 'not_found')
})

test('whoever adjusts units is shown the product with them, even before the news of it', async () => {
  await using shop = await aCatalogService()
  const made = await shop.make({
    skus: [
      { options: { size: 'M' }, units: 10 },
      { options: { size: 'L' }, units: 3 },
    ],
  })
  await shop.read(made.productId)
  const [skuId = '', other = ''] = made.skus.map(sku => sku.skuId)
  const adjust = (delta: number, of = skuId) =>
    shop.catalog.adjustSku({ skuId: of, delta, reason: 'counted again' }, merchant)
  const adjusted = given(await adjust(-4))
  assert.deepEqual(
    adjusted.skus.map(sku => [sku.skuId, sku.available]),
    [
      [skuId, 6],
      [other, 3],
    ],
  )
  assert.deepEqual({ ...adjusted, skus: made.skus }, made)
  assert.equal(refusal(await adjust(-7)).refused, 'stock_insufficient')
  assert.equal(refusal(await adjust(1, anUnknownId())).refused, 'not_found')
})

test('orders learn of each SKU what it is and costs; unknown ones are left out', async () => {
  await using shop = await aCatalogService()
  const shoe = await shop.make({ kind: 'drop' })
  const mug = await shop.make({ title: 'Mug', skus: [{ options: {}, units: 1 }] })
  // One at hand, one forgotten: a new process has no memory.
  await shop.read(shoe.productId)
  const skuIds = [shoe, mug].map(product => product.skus[0]?.skuId ?? '')
  const { skus } = given(
    await shop.catalog.readSkusForSale({ skuIds: [...skuIds, anUnknownId()] }, visitor),
  )
  assert.deepEqual(
    new Map(skus.map(({ skuId, ...sku }) => [skuId, sku])),
    new Map(
      [shoe, mug].map(({ productId, title, kind, price, skus: [sku] }) => [
        sku?.skuId ?? '',
        { productId, title, kind, price, options: sku?.options ?? {} },
      ]),
    ),
  )
})
