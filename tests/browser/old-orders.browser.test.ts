import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import type { Order } from '#contracts/orders.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'

const cut = (route: Route) => route.abort()
/** The shop does it, and nobody hears of it. */
const lose = async (route: Route) => {
  await route.fetch()
  await route.abort()
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const noAnswer = (page: Page) => page.getByRole('status').filter({ hasText: 'No answer came' })

type Place = Awaited<ReturnType<typeof openPlace>>

const ordersOf = async ({ shop }: Place, as: Buyer) =>
  expectAnswer<{ items: Order[] }>(await shop.call('GET /api/orders', { as }), 200).items

/** Somebody who pressed, was not answered, and does not know that it was ordered. */
async function aLostSale(place: Place) {
  const member = await place.shop.signUp()
  const { productId, skus } = await place.shop.makeProduct({ kind: 'regular' })
  const path = `/products/${productId}`
  const shopper = await aShopper(place, { as: member, language: 'en' })
  const { page } = shopper
  await shopper.go(path)
  await page.route('**/api/orders', lose, { times: 1 })
  await press(page, 'Buy now')
  await noAnswer(page).waitFor()
  const [{ orderId } = { orderId: '' }] = await ordersOf(place, member)
  return { member, path, skuId: skus[0]?.skuId ?? '', shopper, orderId }
}

/** The checkout that the page came to is of the newest order, and that is not the old one. */
async function isNewSale(place: Place, page: Page, { member, orderId }: Sale) {
  await page.waitForURL(`${place.url}/checkout/*`)
  const [newest, ...older] = await ordersOf(place, member)
  assert.equal(new URL(page.url()).pathname, `/checkout/${newest?.orderId}`)
  assert.deepEqual(
    older.map(order => order.orderId),
    [orderId],
  )
}

type Sale = { readonly member: Buyer; readonly orderId: string }

suite('An order whose answer was lost, and the next one', async () => {
  const place = await openPlace()
  const { shop } = place

  test('who paid it from the list of orders, and buys again, gets another', async () => {
    const sale = await aLostSale(place)
    await using shopper = sale.shopper
    const { page } = shopper
    await shop.pay(sale.member, sale.orderId)
    await shopper.go(sale.path)
    await page.route(`**/api/orders/${sale.orderId}`, cut, { times: 1 })
    await press(page, 'Buy now')
    await noAnswer(page).waitFor()
    assert.equal((await ordersOf(place, sale.member)).length, 1, 'nobody knows what it came to')
    await press(page, 'Buy now')
    await isNewSale(place, page, sale)
    await page.getByRole('button', { name: /^Pay / }).waitFor()
    shopper.sawNoFault()
  })

  test('one that is still to pay is led to, and is the only one', async () => {
    const { shopper, member, path, orderId } = await aLostSale(place)
    await using _ = shopper
    const { page } = shopper
    await shopper.go(path)
    await press(page, 'Buy now')
    await page.getByRole('button', { name: /^Pay / }).waitFor()
    assert.equal(new URL(page.url()).pathname, `/checkout/${orderId}`)
    assert.equal((await ordersOf(place, member)).length, 1)
    shopper.sawNoFault()
  })

  test('a cart that holds the same again is another order, once the first is paid', async () => {
    const [member, { skus }] = [await shop.signUp(), await shop.makeProduct({ kind: 'regular' })]
    const put = () =>
      shop.call(`PUT /api/cart/items/${skus[0]?.skuId}`, { as: member, body: { quantity: 1 } })
    await put()
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    await shopper.go('/cart')
    await shopper.page.route('**/api/orders', lose, { times: 1 })
    await shopper.page.route('**/api/cart', cut)
    await press(shopper.page, 'Order')
    await noAnswer(shopper.page).waitFor()
    await shopper.page.close()
    const [{ orderId } = { orderId: '' }] = await ordersOf(place, member)
    await shop.pay(member, orderId)
    await put()
    const page = await shopper.newTab('/cart')
    await press(page, 'Order')
    await isNewSale(place, page, { member, orderId })
    const cart = await shop.call('GET /api/cart', { as: member })
    assert.deepEqual(expectAnswer<{ items: unknown[] }>(cart, 200).items, [])
    shopper.sawNoFault()
  })

  test('a cart that is empty by then says so, and leads to nothing that is paid', async () => {
    const [member, { skus }] = [await shop.signUp(), await shop.makeProduct({ kind: 'regular' })]
    const body = { quantity: 1 }
    await shop.call(`PUT /api/cart/items/${skus[0]?.skuId}`, { as: member, body })
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await shopper.go('/cart')
    await page.route('**/api/orders', lose, { times: 1 })
    await page.route('**/api/cart', cut)
    await press(page, 'Order')
    await noAnswer(page).waitFor()
    await page.unroute('**/api/cart')
    const [{ orderId } = { orderId: '' }] = await ordersOf(place, member)
    await shop.pay(member, orderId)
    await shopper.go('/cart')
    await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor()
    shopper.sawNoFault()
  })
})

suite('An order whose answer was lost, and whose time ran out', async () => {
  const place = await openPlace({ ORDER_HOLD_MS: '4000' })

  test('is over: who buys again gets another', async () => {
    const sale = await aLostSale(place)
    await using shopper = sale.shopper
    await place.shop.orderThatIs(sale.member, sale.orderId, 'expired')
    await shopper.go(sale.path)
    await press(shopper.page, 'Buy now')
    await isNewSale(place, shopper.page, sale)
    shopper.sawNoFault()
  })
})
