import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Product } from '#contracts/catalog.ts'
import { money } from '#contracts/money.ts'
import { isRefusal } from '#contracts/problems.ts'
import {
  aCatalogService,
  aMember,
  anUnknownId,
  type CatalogInATest,
  given,
  merchant,
} from './a-catalog-service.ts'

const firstSku = ({ skus: [sku] }: { readonly skus: readonly { readonly skuId: string }[] }) =>
  sku?.skuId ?? ''

const refused = (answer: unknown) => (isRefusal(answer) ? answer.refused : null)

async function readAs({ catalog }: CatalogInATest, productId: string, who = aMember()) {
  return JSON.parse(given(await catalog.readProduct({ productId }, who)))
}

test('a like counts each member once, however often and however many at once', async () => {
  await using shop = await aCatalogService()
  const { catalog } = shop
  const { productId } = await shop.make()
  const members = Array.from({ length: 8 }, aMember)
  const likes = members.flatMap(member => [member, member, member])
  await Promise.all(likes.map(member => catalog.likeProduct({ productId }, member)))
  assert.equal((await shop.read(productId)).likeCount, 8)

  const [first = aMember(), second = aMember()] = members
  const undone = Array.from({ length: 5 }, () => catalog.unlikeProduct({ productId }, first))
  for (const answer of await Promise.all(undone)) {
    assert.deepEqual(answer, { likeCount: 7, liked: false })
  }
  assert.deepEqual(await catalog.likeProduct({ productId }, second), { likeCount: 7, liked: true })
  assert.equal((await shop.read(productId)).likeCount, 7)
  assert.equal(refused(await catalog.likeProduct({ productId: anUnknownId() }, first)), 'not_found')
})

test('a member sees what is liked and wished; a visitor sees no such thing', async () => {
  await using shop = await aCatalogService()
  const { catalog } = shop
  const [member, other] = [aMember(), aMember()]
  const [mug, shoe] = [await shop.make(), await shop.make()]
  await catalog.likeProduct({ productId: mug.productId }, member)
  await catalog.putWish({ skuId: firstSku(shoe), quantity: 1 }, member)
  const marksOf = async (productId: string, who = member) => {
    const { liked, wished } = await readAs(shop, productId, who)
    return [liked, wished]
  }
  assert.deepEqual(await marksOf(mug.productId), [true, false])
  assert.deepEqual(await marksOf(shoe.productId), [false, true])
  assert.deepEqual(await marksOf(mug.productId, other), [false, false])
  assert.equal('liked' in (await shop.read(mug.productId)), false)
  const { items } = await shop.list({}, member)
  assert.deepEqual(
    items.map(({ productId, liked, wished }) => [productId, liked, wished]),
    [
      [shoe.productId, false, true],
      [mug.productId, true, false],
    ],
  )
})

test('of a product with variants the one that was wished for is marked, and no other', async () => {
  await using shop = await aCatalogService()
  const { catalog } = shop
  const member = aMember()
  const colours = ['red', 'blue'].map(colour => ({ options: { colour }, units: 1 }))
  const { productId, skus } = await shop.make({ skus: colours })
  const [red = '', blue = ''] = skus.map(sku => sku.skuId)
  const marks = async () => {
    const product: Product = await readAs(shop, productId, member)
    return [product.wished, ...product.skus.map(sku => sku.wished)]
  }
  await catalog.putWish({ skuId: blue, quantity: 2 }, member)
  assert.deepEqual(await marks(), [true, false, true])
  await catalog.removeWish({ skuId: red }, member)
  assert.deepEqual(await marks(), [true, false, true])
  await catalog.removeWish({ skuId: blue }, member)
  assert.deepEqual(await marks(), [false, false, false])
  const { skus: anyonesSkus } = await shop.read(productId)
  assert.deepEqual(
    anyonesSkus.map(sku => 'wished' in sku),
    [false, false],
  )
})

test('the wishlist keeps quantities, and shows what things cost and what is left now', async () => {
  await using shop = await aCatalogService()
  const { catalog } = shop
  const member = aMember()
  const { productId, skus } = await shop.make({ price: money(4_400, 'KRW') })
  const skuId = skus[0]?.skuId ?? ''
  const addedAtMs = shop.clock.nowMs()
  assert.equal(await catalog.putWish({ skuId, quantity: 2 }, member), null)
  shop.clock.advance(10)
  assert.equal(await catalog.putWish({ skuId, quantity: 5 }, member), null)
  await catalog.changeProduct({ productId, price: money(5_000, 'KRW') }, merchant)
  const wish = { skuId, productId, title: '한정판 Sneaker', options: { size: 'M' } }
  assert.deepEqual(await catalog.listWishes({}, member), {
    items: [{ ...wish, price: money(5_000, 'KRW'), quantity: 5, available: 10, addedAtMs }],
    nextCursor: null,
  })
  assert.deepEqual(given(await catalog.listWishes({}, aMember())).items, [])
  await catalog.removeWish({ skuId }, member)
  assert.equal(await catalog.removeWish({ skuId }, member), null)
  assert.deepEqual(given(await catalog.listWishes({}, member)).items, [])
  const unknown = await catalog.putWish({ skuId: anUnknownId(), quantity: 1 }, member)
  assert.equal(refused(unknown), 'not_found')
})

test('a wishlist is paged, the newest first, each wish once', async () => {
  await using shop = await aCatalogService()
  const { catalog } = shop
  const member = aMember()
  const skuIds: string[] = []
  for (let at = 0; at < 7; at++) {
    const skuId = firstSku(await shop.make({ skus: [{ options: {}, units: 1 }] }))
    await catalog.putWish({ skuId, quantity: 1 }, member)
    skuIds.unshift(skuId)
    if (at % 2 === 0) shop.clock.advance(1)
  }
  const seen: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = given(
      await catalog.listWishes({ limit: 2, ...(cursor !== undefined && { cursor }) }, member),
    )
    seen.push(...page.items.map(wish => wish.skuId))
    if (page.nextCursor === null) break
    cursor = page.nextCursor
    const newer = firstSku(await shop.make())
    shop.clock.advance(1)
    await catalog.putWish({ skuId: newer, quantity: 1 }, member)
  }
  assert.deepEqual([...seen].sort(), [...skuIds].sort())
  assert.equal(refused(await catalog.listWishes({ cursor: 'x' }, member)), 'invalid_request')
})

test('a product that was taken out is wished for as gone, and nobody can like or wish it any more', async () => {
  await using shop = await aCatalogService()
  const { catalog } = shop
  const member = aMember()
  const { productId, skus } = await shop.make({ images: ['/api/images/shoe'] })
  const skuId = skus[0]?.skuId ?? ''
  await catalog.putWish({ skuId, quantity: 1 }, member)
  const [wish] = given(await catalog.listWishes({}, member)).items
  const picture = () => catalog.readProductPicture({ productId }, member)
  assert.deepEqual(await picture(), { url: '/api/images/shoe' })
  assert.equal(await catalog.deleteProduct({ productId }, merchant), null)
  assert.deepEqual(await picture(), { url: null })
  const answers = [
    await catalog.readProduct({ productId }, member),
    await catalog.likeProduct({ productId }, member),
    await catalog.putWish({ skuId, quantity: 1 }, member),
    await catalog.askRestockNotice({ skuId }, member),
    await catalog.changeProduct({ productId, title: 'x' }, merchant),
    await catalog.deleteProduct({ productId }, merchant),
  ]
  assert.deepEqual(answers.map(refused), Array(6).fill('not_found'))
  assert.deepEqual(given(await catalog.listWishes({}, member)).items, [
    { ...wish, available: 0, problem: 'gone' },
  ])
  await catalog.removeWish({ skuId }, member)
  assert.deepEqual(given(await catalog.listWishes({}, member)).items, [])
  assert.deepEqual(given(await catalog.readSkusForSale({ skuIds: [skuId] }, member)).skus, [])
  assert.deepEqual((await shop.listAll({})).titles, [])
})

test('a product whose drop is planned or runs stays', async () => {
  await using shop = await aCatalogService()
  const { productId, skus } = await shop.make({ kind: 'drop' })
  const skuId = skus[0]?.skuId ?? ''
  const drop = { dropId: productId, opensAtMs: 1, closesAtMs: 2 }
  for (const state of ['upcoming', 'open', 'paused', 'sold_out'] as const) {
    shop.stock.skus.set(skuId, { skuId, available: 0, drop: { ...drop, state } })
    const answer = await shop.catalog.deleteProduct({ productId }, merchant)
    assert.equal(refused(answer), 'illegal_transition', state)
  }
  shop.stock.skus.set(skuId, { skuId, available: 0, drop: { ...drop, state: 'ended' } })
  assert.equal(await shop.catalog.deleteProduct({ productId }, merchant), null)
})
