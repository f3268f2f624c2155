import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { aCatalogService, anUnknownId, given, merchant, visitor } from './a-catalog-service.ts'

const refusedWith = (answer: unknown) => (isRefusal(answer) ? answer.refused : answer)

test('categories are a tree that everybody reads', async () => {
  await using shop = await aCatalogService()
  const clothes = await shop.makeCategory('옷')
  const shirts = await shop.makeCategory('Shirts', clothes.categoryId)
  assert.deepEqual(await shop.catalog.listCategories({}, visitor), {
    items: [shirts, clothes],
    nextCursor: null,
  })
})

test('a category is renamed and moved, never below itself or nowhere', async () => {
  await using shop = await aCatalogService()
  const { categoryId } = await shop.makeCategory('Clothes')
  const shirts = await shop.makeCategory('Shirts', categoryId)
  const change = (parentId: string | null, name?: string) =>
    shop.catalog.changeCategory(
      { categoryId, parentId, ...(name === undefined ? {} : { name }) },
      merchant,
    )
  for (const parentId of [categoryId, shirts.categoryId, anUnknownId()]) {
    assert.equal(refusedWith(await change(parentId)), 'invalid_request')
  }
  const top = await shop.makeCategory('All')
  assert.deepEqual(await change(top.categoryId, 'Wear'), {
    categoryId,
    name: 'Wear',
    parentId: top.categoryId,
  })
  assert.deepEqual(given(await change(null)).parentId, null)
  const unknown = { categoryId: anUnknownId(), name: 'x' }
  assert.equal(refusedWith(await shop.catalog.changeCategory(unknown, merchant)), 'not_found')
})

test('only an empty category is removed', async () => {
  await using shop = await aCatalogService()
  const clothes = await shop.makeCategory('Clothes')
  const shirts = await shop.makeCategory('Shirts', clothes.categoryId)
  const product = await shop.make({ categoryId: shirts.categoryId })
  const remove = async ({ categoryId }: { readonly categoryId: string }) =>
    refusedWith(await shop.catalog.deleteCategory({ categoryId }, merchant))
  assert.equal(await remove(clothes), 'category_in_use')
  assert.equal(await remove(shirts), 'category_in_use')
  given(
    await shop.catalog.changeProduct({ productId: product.productId, categoryId: null }, merchant),
  )
  assert.equal(await remove(shirts), null)
  assert.equal(await remove(shirts), 'not_found')
  assert.equal(await remove(clothes), null)
})

test('a product tells its category as it is named now', async () => {
  await using shop = await aCatalogService()
  const { categoryId } = await shop.makeCategory('Clothes')
  const { productId, category } = await shop.make({ categoryId })
  assert.equal(category?.name, 'Clothes')
  given(await shop.catalog.changeCategory({ categoryId, name: 'Wear' }, merchant))
  assert.equal((await shop.read(productId)).category?.name, 'Wear')
})
