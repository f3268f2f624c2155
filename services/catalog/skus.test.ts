import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isRefusal, refuse } from '#contracts/problems.ts'
import { aCatalogService, anUnknownId, given, merchant, visitor } from './a-catalog-service.ts'

const told = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done')
const fieldsOf = (answer: unknown) => (isRefusal(answer) ? answer.details : null)
const aSize = (productId: string, size: string, units = 5) => ({
  ...{ productId, options: { size }, units },
})

suite('A SKU of a product that is there', () => {
  test('is added behind the others, counted, and shown at once', async () => {
    await using shop = await aCatalogService()
    const made = await shop.make()
    const { productId } = made
    await shop.read(productId)
    const shown = given(await shop.catalog.addSku(aSize(productId, 'L'), merchant))
    assert.deepEqual(
      shown.skus.map(({ options, available }) => [options, available]),
      [
        [{ size: 'M' }, 10],
        [{ size: 'L' }, 5],
      ],
    )
    assert.deepEqual(await shop.read(productId), shown)
    const { items } = await shop.list({})
    assert.deepEqual(items, [shown])
    const skuId = shown.skus[1]?.skuId ?? ''
    assert.equal(shop.stock.titles.get(skuId), made.title)
    const forSale = given(await shop.catalog.readSkusForSale({ skuIds: [skuId] }, visitor))
    assert.deepEqual(forSale.skus[0]?.options, { size: 'L' })
  })

  test('has options of its own, and a product', async () => {
    await using shop = await aCatalogService()
    const { productId, skus } = await shop.make()
    const again = await shop.catalog.addSku(aSize(productId, 'M'), merchant)
    const message = 'Another SKU of this product has these options.'
    assert.deepEqual(fieldsOf(again), { errors: [{ path: 'options', message }] })
    assert.equal(told(await shop.catalog.addSku(aSize(anUnknownId(), 'L'), merchant)), 'not_found')
    assert.deepEqual((await shop.read(productId)).skus, skus)
  })

  test('has options with names, of which none is a novel', async () => {
    await using shop = await aCatalogService()
    const { productId } = await shop.make()
    for (const name of ['', 'x'.repeat(41)]) {
      const asked = { productId, options: { [name]: 'L' }, units: 1 }
      await assert.rejects(shop.catalog.addSku(asked, merchant), { code: 'invalid_request' })
    }
    const plain = await shop.make({ skus: [{ options: {}, units: 1 }] })
    const longest = { productId: plain.productId, options: { ['크'.repeat(40)]: 'L' }, units: 1 }
    assert.equal(told(await shop.catalog.addSku(longest, merchant)), 'done')
  })

  test('two who add the same at once add it once', async () => {
    await using shop = await aCatalogService()
    const { productId } = await shop.make()
    const answers = await Promise.all(
      [1, 2].map(() => shop.catalog.addSku(aSize(productId, 'L'), merchant)),
    )
    assert.deepEqual(answers.map(told).sort(), ['done', 'invalid_request'])
    assert.equal((await shop.read(productId)).skus.length, 2)
  })

  test('is taken out, with what members marked of it; not the last one', async () => {
    await using shop = await aCatalogService()
    const { productId, skus } = await shop.make()
    const added = given(await shop.catalog.addSku(aSize(productId, 'L'), merchant))
    const [kept = '', gone = ''] = added.skus.map(sku => sku.skuId)
    await shop.catalog.readSkusForSale({ skuIds: [kept, gone] }, visitor)
    await shop.catalog.putWish({ skuId: gone, quantity: 1 }, merchant)
    assert.equal(await shop.catalog.removeSku({ skuId: gone }, merchant), null)
    assert.deepEqual((await shop.read(productId)).skus, skus)
    const forSale = given(await shop.catalog.readSkusForSale({ skuIds: [kept, gone] }, visitor))
    assert.deepEqual(
      forSale.skus.map(sku => sku.skuId),
      [kept],
    )
    assert.deepEqual(given(await shop.catalog.listWishes({}, merchant)).items, [])
    assert.equal(told(await shop.catalog.removeSku({ skuId: gone }, merchant)), 'not_found')
    assert.equal(
      told(await shop.catalog.removeSku({ skuId: kept }, merchant)),
      'illegal_transition',
    )
    const back = given(await shop.catalog.addSku(aSize(productId, 'L'), merchant))
    assert.notEqual(back.skus[1]?.skuId, gone)
  })

  test('stays while a drop of it is planned or runs', async () => {
    await using shop = await aCatalogService()
    const { productId } = await shop.make({ kind: 'drop' })
    const added = given(await shop.catalog.addSku(aSize(productId, 'L'), merchant))
    const skuId = added.skus[1]?.skuId ?? ''
    const drop = { dropId: anUnknownId(), opensAtMs: 1, closesAtMs: 2 }
    for (const state of ['upcoming', 'open', 'paused', 'sold_out'] as const) {
      shop.stock.skus.set(skuId, { skuId, available: 0, drop: { ...drop, state } })
      assert.equal(told(await shop.catalog.removeSku({ skuId }, merchant)), 'illegal_transition')
    }
    shop.stock.skus.set(skuId, { skuId, available: 0, drop: { ...drop, state: 'ended' } })
    assert.equal(told(await shop.catalog.removeSku({ skuId }, merchant)), 'done')
  })
})

suite('What a merchant presses twice with one key happens once', () => {
  const keyed = (key: string) => ({ ...merchant, idempotencyKey: key })
  const conflict = refuse('idempotency_conflict')

  test('a product is made once, with the same words later, and stock hears of it once', async () => {
    await using shop = await aCatalogService()
    const { categoryId } = await shop.makeCategory('Shoes')
    const asked = {
      ...{ title: 'Mug', description: '', kind: 'regular' as const, categoryId },
      ...{ price: { amountMinor: 1, currency: 'KRW' }, skus: [{ options: {}, units: 3 }] },
    }
    shop.stock.losesAnswers = true
    await assert.rejects(shop.catalog.createProduct(asked, keyed('make')))
    shop.stock.losesAnswers = false
    const made = given(await shop.catalog.createProduct(asked, keyed('make')))
    assert.deepEqual(await shop.read(made.productId), made)
    await shop.catalog.changeProduct({ productId: made.productId, categoryId: null }, merchant)
    await shop.catalog.deleteCategory({ categoryId }, merchant)
    const again = await shop.catalog.createProduct(asked, keyed('make'))
    assert.equal(JSON.stringify(again), JSON.stringify(made))
    assert.equal(shop.stock.skus.size, 1)
    const other = { ...asked, title: 'Cup' }
    assert.deepEqual(await shop.catalog.createProduct(other, keyed('make')), conflict)
    assert.equal((await shop.list({})).items.length, 1)
  })

  test('a category, a SKU, units', async () => {
    await using shop = await aCatalogService()
    const { productId, skus } = await shop.make()
    const adjustment = { skuId: skus[0]?.skuId ?? '', delta: 2, reason: 'more came' }
    const acts = [
      (context: typeof merchant) => shop.catalog.createCategory({ name: 'Shoes' }, context),
      (context: typeof merchant) => shop.catalog.addSku(aSize(productId, 'L'), context),
      (context: typeof merchant) => shop.catalog.adjustSku(adjustment, context),
    ]
    for (const act of acts) {
      const first = given(await act(keyed('one')))
      await shop.catalog.changeProduct({ productId, title: `${Math.random()}` }, merchant)
      assert.equal(JSON.stringify(await act(keyed('one'))), JSON.stringify(first))
    }
    const seen = await shop.read(productId)
    assert.deepEqual(
      seen.skus.map(sku => sku.available),
      [12, 5],
    )
    assert.equal(given(await shop.catalog.listCategories({}, visitor)).items.length, 1)
    const others = [
      await shop.catalog.createCategory({ name: 'Hats' }, keyed('one')),
      await shop.catalog.addSku(aSize(productId, 'XL'), keyed('one')),
      await shop.catalog.adjustSku({ ...adjustment, delta: 3 }, keyed('one')),
    ]
    assert.deepEqual(others, [conflict, conflict, conflict])
    assert.deepEqual((await shop.read(productId)).skus, seen.skus)
  })
})
