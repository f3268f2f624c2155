import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import type { Drop } from '#contracts/drops.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'

suite('The page of a drop, where something does not answer', async () => {
  const place = await openPlace()
  const { shop } = place

  const pathOf = ({ dropId }: Drop) => `/drops/${dropId}`
  const isScene = (page: Page, scene: string) => page.locator(`[data-scene=${scene}]`).waitFor()
  const press = (page: Page, name: string) =>
    page.getByRole('button', { name, exact: true }).click()
  const lineOf = ({ dropId }: Drop) => `/api/drops/${dropId}/waitlist` as const
  const refusing = (code: string, status: number) => (route: Route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ code }),
    })

  /** A drop of one unit, and the reservation of who has it. */
  async function soldOut() {
    const first = await shop.signUp()
    const drop = await shop.makeDrop({ units: 1 })
    const held = expectAnswer<{ reservationId: string }>(await shop.reserve(first, drop), 201)
    const letGo = () => shop.call(`DELETE /api/reservations/${held.reservationId}`, { as: first })
    return { drop, letGo }
  }

  test('a look that fails leaves what is on the page, and the page live', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const { page } = shopper
    const drop = await shop.makeDrop({ units: 10 })
    await shopper.go(pathOf(drop))
    await isScene(page, 'ready')
    let looks = 0
    await page.route(`**/api/drops/${drop.dropId}`, route => {
      looks++
      return route.abort()
    })
    await page.route('**/reservations', refusing('limit_exceeded', 409))
    await press(page, 'Get one')
    await eventually('a look that is given up', () => looks >= 5 || trouble(page).isVisible())
    await shop.reserve(await shop.signUp(), drop)
    await page.locator('[data-scene=ready]').getByText('9', { exact: true }).waitFor()
    await page.getByText('You already have as many').waitFor()
  })

  const trouble = (page: Page) => page.getByRole('heading', { name: 'We cannot show this now' })

  test('a page that could not be read comes by itself once it can', async () => {
    await using shopper = await aShopper(place, { language: 'en' })
    const { page } = shopper
    const drop = await shop.makeDrop()
    await page.route(`**/api/drops/${drop.dropId}`, route => route.abort())
    await shopper.go(pathOf(drop))
    await trouble(page).waitFor()
    await page.unroute(`**/api/drops/${drop.dropId}`)
    await isScene(page, 'ready')
  })

  test('a unit that is held is shown though the orders cannot be read', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const { page } = shopper
    const drop = await shop.makeDrop({ units: 1 })
    await shopper.go(pathOf(drop))
    await press(page, 'Get one')
    await isScene(page, 'yours')
    await page.route('**/api/orders?*', refusing('try_again', 503))
    await page.reload()
    await isScene(page, 'yours')
  })

  test('whose own cannot be read is not sent away, and sees it once it can', async () => {
    const member = await shop.signUp()
    const drop = await shop.makeDrop({ units: 1 })
    await shop.reserve(member, drop)
    await shop.settled()
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await page.route('**/api/orders?*', refusing('try_again', 503))
    await shopper.go(pathOf(drop))
    await isScene(page, 'looking')
    await page.getByText('It stays yours, and we go on asking.').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Join the line' }).count(), 0)
    await page.unroute('**/api/orders?*')
    await isScene(page, 'yours')
  })

  test('a unit that is offered is shown though the orders cannot be read', async () => {
    const member = await shop.signUp()
    const { drop, letGo } = await soldOut()
    await shop.call(`PUT ${lineOf(drop)}`, { as: member, body: { quantity: 1 } })
    await letGo()
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await page.route('**/api/orders?*', refusing('try_again', 503))
    await shopper.go(pathOf(drop))
    await isScene(page, 'yours')
    await page.getByText('It is your turn').first().waitFor()
  })

  test('without a network what is read later leaves the page as it is, and comes when it is back', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const { page, context } = shopper
    const drop = await shop.makeDrop()
    await shopper.go(pathOf(drop))
    await press(page, 'Get one')
    await page.getByRole('button', { name: 'Let it go' }).waitFor()
    await context.setOffline(true)
    await page.getByText('How is it decided?').click()
    await page.locator('details').getByText('We go on as soon as you are back.').waitFor()
    await isScene(page, 'yours')
    await context.setOffline(false)
    await page.locator('details li').first().waitFor()
    await isScene(page, 'yours')
  })

  test('what is bought is told once its part of the page can be had', async () => {
    const member = await shop.signUp()
    const drop = await shop.makeDrop({ limitPerMember: 2 })
    await shop.buy(member, drop)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    const lost = Promise.withResolvers<void>()
    await page.route('**/bought-here*', route => {
      lost.resolve()
      return route.abort()
    })
    await shopper.go(pathOf(drop))
    await lost.promise
    await page.getByRole('button', { name: 'Get another' }).waitFor()
    await page.unroute('**/bought-here*')
    await page.getByText('Number 1 · 1 unit').waitFor()
  })

  test('who leaves the line on another device is in none on this one, told or not', async () => {
    const member = await shop.signUp()
    const { drop } = await soldOut()
    const join = () => shop.call(`PUT ${lineOf(drop)}`, { as: member, body: { quantity: 1 } })
    const leave = () => shop.call(`DELETE ${lineOf(drop)}`, { as: member })
    await join()
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    const isLive = page.waitForResponse(`**${lineOf(drop)}/live`)
    await shopper.go(pathOf(drop))
    await isScene(page, 'in_line')
    await isLive
    await leave()
    await isScene(page, 'sold_out')
    shopper.sawNoFault()
    // A page that hears nothing.
    await page.route('**/live', route => route.abort())
    await join()
    await page.reload()
    await isScene(page, 'in_line')
    await leave()
    await press(page, 'Leave the line')
    await isScene(page, 'sold_out')
  })

  test('a pause that is over is not told of under the button', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const { page } = shopper
    const drop = await shop.makeDrop()
    await page.route('**/live', route => route.abort())
    await shopper.go(pathOf(drop))
    await isScene(page, 'ready')
    const as = await shop.asAdmin()
    const pausing = async (route: Route) => {
      await shop.call(`POST /api/admin/drops/${drop.dropId}/pause`, { as })
      await route.continue()
    }
    await page.route('**/reservations', pausing, { times: 1 })
    await press(page, 'Get one')
    await isScene(page, 'paused')
    await page.unroute('**/live')
    await shop.call(`POST /api/admin/drops/${drop.dropId}/resume`, { as })
    await isScene(page, 'ready')
    assert.equal(await page.locator('[data-scene]').getByText('Paused').count(), 0)
  })

  test('a reminder that was not put says why', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const { page } = shopper
    const drop = await shop.makeDrop({ opensInMs: 7_200_000 })
    await shopper.go(pathOf(drop))
    await page.route('**/reminder', route => route.abort())
    await press(page, 'Mail me ten minutes before')
    await page.locator('[data-scene] [role=status]').getByText(/^No /).waitFor()
    await page.unroute('**/reminder')
    await page.route('**/reminder', refusing('drop_already_open', 409))
    await press(page, 'Mail me ten minutes before')
    await page.getByText('It opens too soon for a mail.').waitFor()
  })

  test('who joins a line that is over sees the button', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const { page } = shopper
    const { drop, letGo } = await soldOut()
    await page.route('**/live', route => route.abort())
    await shopper.go(pathOf(drop))
    await isScene(page, 'sold_out')
    await letGo()
    await press(page, 'Join the line')
    await page.getByRole('button', { name: 'Get one' }).waitFor()
  })
})
