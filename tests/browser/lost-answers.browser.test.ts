import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import type { Order } from '#contracts/orders.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'

suite('Where the answer to a press is lost', async () => {
  const place = await openPlace()
  const { shop } = place

  const cut = (route: Route) => route.abort()
  /** The shop does it, and nobody hears of it. */
  const lose = async (route: Route) => {
    await route.fetch()
    await route.abort()
  }
  const press = (page: Page, name: string) =>
    page.getByRole('button', { name, exact: true }).click()
  const noAnswer = (page: Page) => page.getByRole('status').filter({ hasText: 'No answer came' })

  async function aSku() {
    const { productId, skus } = await shop.makeProduct({ kind: 'regular' })
    return { productId, skuId: skus[0]?.skuId ?? '' }
  }
  const put = (as: Buyer, skuId: string) =>
    shop.call(`PUT /api/cart/items/${skuId}`, { as, body: { quantity: 1 } })
  const ordersOf = async (as: Buyer) =>
    ((await shop.call('GET /api/orders', { as })).body as { items: Order[] }).items
  const quantitiesOf = async (as: Buyer) =>
    (
      (await shop.call('GET /api/cart', { as })).body as { items: { quantity: number }[] }
    ).items.map(({ quantity }) => quantity)

  test('the order of a cart is found, though the cart be empty, or filled anew elsewhere', async () => {
    const [member, { skuId }, other] = [await shop.signUp(), await aSku(), await aSku()]
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    for (const now of ['empty', 'filled']) {
      await put(member, skuId)
      await shopper.go('/cart')
      await page.route('**/api/orders', lose, { times: 1 })
      if (now === 'filled') await page.route('**/api/cart', cut)
      await press(page, 'Order')
      if (now === 'filled') {
        await noAnswer(page).waitFor()
        await put(member, other.skuId)
        await page.unroute('**/api/cart')
        await page.reload()
      }
      await page.getByRole('button', { name: /^Pay / }).waitFor()
      const [{ orderId } = { orderId: '' }, ...rest] = await ordersOf(member)
      assert.equal(new URL(page.url()).pathname, `/checkout/${orderId}`)
      assert.equal(rest.length, now === 'empty' ? 0 : 1)
    }
    await shopper.go('/cart')
    await page.getByRole('button', { name: 'Order', exact: true }).waitFor()
    assert.deepEqual(await quantitiesOf(member), [1])
    shopper.sawNoFault()
  })

  test('a cart that was never ordered, and emptied elsewhere, is an empty cart', async () => {
    const [member, { skuId }] = [await shop.signUp(), await aSku()]
    await put(member, skuId)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await shopper.go('/cart')
    await page.route('**/api/orders', cut)
    await press(page, 'Order')
    await noAnswer(page).waitFor()
    await shop.call(`DELETE /api/cart/items/${skuId}`, { as: member })
    await page.reload()
    await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor()
    await page.unroute('**/api/orders')
    await press(page, 'Load again')
    await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor()
    assert.deepEqual(await ordersOf(member), [])
    shopper.sawNoFault({ refused: ['422 POST /api/orders'] })
  })

  test('what is put into the cart and pressed again lies there once', async () => {
    const [member, { productId }] = [await shop.signUp(), await aSku()]
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await shopper.go(`/products/${productId}`)
    await page.route('**/api/cart/items/*', lose, { times: 1 })
    await press(page, 'Put into the cart')
    await noAnswer(page).waitFor()
    const added = page.getByText('It is in your cart.')
    await press(page, 'Put into the cart')
    await added.waitFor()
    assert.deepEqual(await quantitiesOf(member), [1])
    await press(page, 'Put into the cart')
    await added.waitFor({ state: 'detached' })
    await added.waitFor()
    assert.deepEqual(await quantitiesOf(member), [2])
    shopper.sawNoFault()
  })

  test('a wish and a like that did not come through say so', async () => {
    const { productId } = await aSku()
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const { page } = shopper
    await shopper.go(`/products/${productId}`)
    const presses = [
      ['**/api/wishlist/*', 'Put on the wishlist', 'On your wishlist'],
      ['**/api/products/*/like', 'Like', '1 like'],
    ] as const
    for (const [address, name, done] of presses) {
      await page.route(address, cut)
      await press(page, name)
      await noAnswer(page).waitFor()
      await page.unroute(address)
      await press(page, name)
      await page.getByRole('button', { name: done, pressed: true }).waitFor()
      await noAnswer(page).waitFor({ state: 'detached' })
    }
    shopper.sawNoFault()
  })

  test('who leaves a line, and hears nothing, is told to press again, for nothing goes on', async () => {
    const [member, drop] = [await shop.signUp(), await shop.makeDrop({ units: 1 })]
    await shop.reserve(await shop.signUp(), drop)
    const address = `/api/drops/${drop.dropId}/waitlist` as const
    await shop.call(`PUT ${address}`, { as: member, body: { quantity: 1 } })
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await shopper.go(`/drops/${drop.dropId}`)
    await page.route(`**${address}`, cut)
    await press(page, 'Leave the line')
    const told = page.getByText('No answer came. Look at your connection and press again.')
    await told.waitFor()
    await page.unroute(`**${address}`)
    await press(page, 'Leave the line')
    await page.locator('[data-scene=sold_out]').waitFor()
    shopper.sawNoFault()
  })

  test('what could not be read without a network is read by itself when that is back', async () => {
    const [member, { skuId }] = [await shop.signUp(), await aSku()]
    await put(member, skuId)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page, context } = shopper
    await page.route('**/api/cart', cut)
    await shopper.go('/cart')
    await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor()
    await context.setOffline(true)
    await page.getByText('We go on as soon as you are back').waitFor()
    await page.unroute('**/api/cart')
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Order', exact: true }).waitFor()
    shopper.sawNoFault()
  })

  test('why one got nothing is loaded again, whatever of it was missing', async () => {
    const drop = await shop.makeDrop({ units: 1 })
    await shop.reserve(await shop.signUp(), drop)
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const { page } = shopper
    const addresses = ['**/ledger?*', '**/api/orders?*', '**/waitlist-places?*']
    for (const address of addresses) await page.route(address, cut)
    await shopper.go(`/drops/${drop.dropId}/why`)
    await page.getByRole('button', { name: 'Load again' }).waitFor()
    for (const address of addresses) await page.unroute(address)
    await press(page, 'Load again')
    await page.getByText('The last one went to number 1').waitFor()
    shopper.sawNoFault()
  })
})
