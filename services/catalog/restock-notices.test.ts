import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { aCatalogService, aMember, anUnknownId, type CatalogInATest } from './a-catalog-service.ts'

/** A product of one SKU, sold out or not, and a look at who was written to. */
async function aWatchedSku(shop: CatalogInATest, available: number) {
  const { productId, title, skus } = await shop.make()
  const { skuId, options } = skus[0] ?? assert.fail('a product without a SKU')
  const set = (units: number) => shop.stock.skus.set(skuId, { skuId, available: units, drop: null })
  set(available)
  const look = () => shop.job('catalog.send_restock_notices').run()
  const told = () => shop.notifications.sent.map(({ memberId }) => memberId)
  return { goods: { productId, skuId, title, options }, skuId, set, look, told }
}

test('whoever waits for a sold-out SKU is told once when it is back', async () => {
  await using shop = await aCatalogService()
  const { goods, skuId, set, look, told } = await aWatchedSku(shop, 0)
  const [a, b, c] = [aMember(), aMember(), aMember()]
  for (const member of [a, a, b, c]) await shop.catalog.askRestockNotice({ skuId }, member)
  await shop.catalog.dropRestockNotice({ skuId }, c)
  await look()
  assert.deepEqual(told(), [])
  set(3)
  await look()
  await look()
  assert.deepEqual(told().sort(), [a, b].map(({ caller }) => caller.memberId).sort())
  assert.equal(new Set(shop.notifications.sent.map(mail => mail.mailId)).size, 2)
  const { mailId, memberId } = shop.notifications.sent[0] ?? assert.fail('nobody was told')
  assert.deepEqual(shop.notifications.sent[0], { ...goods, mailId, memberId })

  // Coming back again is news only for those who ask again.
  set(0)
  await look()
  await shop.catalog.askRestockNotice({ skuId }, a)
  set(1)
  await look()
  assert.deepEqual(told().slice(2), [a.caller.memberId])
})

test('what is there is not waited for', async () => {
  await using shop = await aCatalogService()
  const { skuId } = await aWatchedSku(shop, 5)
  const answer = await shop.catalog.askRestockNotice({ skuId }, aMember())
  assert.deepEqual(answer, { refused: 'units_available' })
})

test('what was there when stock was away is not back: it has to be sold out first', async () => {
  await using shop = await aCatalogService()
  const { skuId, set, look, told } = await aWatchedSku(shop, 5)
  shop.stock.isDown = true
  await shop.catalog.askRestockNotice({ skuId }, aMember())
  shop.stock.isDown = false
  await look()
  assert.deepEqual(told(), [])
  set(0)
  await look()
  set(2)
  await look()
  assert.equal(told().length, 1)
})

test('a notice whose mail was not taken is sent again under the same id', async () => {
  await using shop = await aCatalogService()
  const { skuId, set, look, told } = await aWatchedSku(shop, 0)
  await shop.catalog.askRestockNotice({ skuId }, aMember())
  set(1)
  shop.notifications.losesAnswers = true
  await assert.rejects(look())
  shop.notifications.losesAnswers = false
  await look()
  await look()
  assert.equal(told().length, 2)
  assert.equal(new Set(shop.notifications.sent.map(mail => mail.mailId)).size, 1)
})

test('a notice can be asked for while stock is away; nobody waits for what there is not', async () => {
  await using shop = await aCatalogService()
  const { skuId, set, look, told } = await aWatchedSku(shop, 0)
  shop.stock.isDown = true
  assert.equal(await shop.catalog.askRestockNotice({ skuId }, aMember()), null)
  shop.stock.isDown = false
  await look()
  set(1)
  await look()
  assert.equal(told().length, 1)
  const unknown = await shop.catalog.askRestockNotice({ skuId: anUnknownId() }, aMember())
  assert.ok(isRefusal(unknown) && unknown.refused === 'not_found')
})
