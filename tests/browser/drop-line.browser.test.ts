import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import type { Drop } from '#contracts/drops.ts'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'
import { LANGUAGES, wordsOf } from './words-of.ts'

suite('The line, on the page of its drop', async () => {
  const place = await openPlace()
  const { shop } = place

  const pathOf = ({ dropId }: Drop) => `/drops/${dropId}`
  const isScene = (page: Page, scene: string) => page.locator(`[data-scene=${scene}]`).waitFor()

  for (const language of LANGUAGES) {
    test(`sold out leads into the line, and a unit that comes back is offered without a reload: ${language}`, async () => {
      const { drop: say, dropLater } = wordsOf(language)
      const first = await shop.signUp()
      const drop = await shop.makeDrop({ units: 1 })
      const held = await shop.reserve(first, drop)
      const { reservationId } = held.body as { reservationId: string }
      await using shopper = await aShopper(place, { as: await shop.signUp(), language })
      const { page } = shopper
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
      // What was asked before one joined is answered afterwards.
      const joined = page.waitForResponse(answer => answer.request().method() === 'PUT')
      const isLate = async (route: Route) => {
        const response = await route.fetch()
        await joined
        await route.fulfill({ response })
      }
      await page.route('**/api/waitlist-places?*', isLate, { times: 1 })
      await shopper.go(pathOf(drop))
      await isScene(page, 'sold_out')
      await press(say('joinLine'))
      await isScene(page, 'in_line')
      const text = await page.locator('[data-scene]').innerText()
      const now = `${say('soldOut')}. ${say('yourPlace')}`
      assert.match(text, new RegExp(`${now}\\s+1\\s+${say('youAreNext')}`))
      const admin = await shop.asAdmin()
      await shop.call(`POST /api/admin/drops/${drop.dropId}/pause`, { as: admin })
      await page.getByText(say('pausedText')).waitFor()
      await page.getByText(`${say('paused')}. ${say('yourPlace')}`, { exact: true }).waitFor()
      await shop.call(`POST /api/admin/drops/${drop.dropId}/resume`, { as: admin })
      // The order follows its reservation by a moment, which is long here.
      await page.route('**/api/orders?*', route =>
        route.fulfill({ json: { items: [], nextCursor: null } }),
      )
      await shop.call(`DELETE /api/reservations/${reservationId}`, { as: first })
      await isScene(page, 'yours')
      await page.getByText(say('offered')).first().waitFor()
      // One press: the next has it, and who turned it down is out of the line.
      await press(dropLater('turnDown'))
      await isScene(page, 'ready')
      shopper.sawNoFault()
    })
  }

  test('an offer that is paid on another device is no offer any more on this one', async () => {
    const [first, second] = await Promise.all([shop.signUp(), shop.signUp()])
    const drop = await shop.makeDrop({ units: 1 })
    const held = expectAnswer<{ reservationId: string }>(await shop.reserve(first, drop), 201)
    const line = `PUT /api/drops/${drop.dropId}/waitlist` as const
    expectAnswer(await shop.call(line, { as: second, body: { quantity: 1 } }), 200)
    await using shopper = await aShopper(place, { as: second })
    await shopper.go(pathOf(drop))
    await isScene(shopper.page, 'in_line')
    await shop.call(`DELETE /api/reservations/${held.reservationId}`, { as: first })
    await isScene(shopper.page, 'yours')
    const way = await shopper.page.getByRole('link', { name: /결제하기/ }).getAttribute('href')
    await shop.pay(second, way?.split('/').at(-1) ?? '')
    await isScene(shopper.page, 'bought')
    shopper.sawNoFault()
  })

  test('what is bought is told with its number, and one may wait for as many more as one may have', async () => {
    const member = await shop.signUp()
    const drop = await shop.makeDrop({ units: 2, limitPerMember: 3, options: { colour: 'blue' } })
    const { order } = await shop.buy(member, drop)
    await shop.reserve(await shop.signUp(), drop)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await shopper.go(pathOf(drop))
    await isScene(page, 'sold_out')
    await page.locator('header').getByText('blue', { exact: true }).waitFor()
    await page.getByText('Number 1 · 1 unit').waitFor()
    const ways = ['See the order', 'Receipt'].map(name => page.getByRole('link', { name }))
    assert.deepEqual(await Promise.all(ways.map(way => way.getAttribute('href'))), [
      `/orders/${order.orderId}`,
      `/receipts/${order.reservationId}`,
    ])
    const quantity = page.getByLabel('Quantity')
    assert.deepEqual(await quantity.locator('option').allInnerTexts(), ['1', '2'])
    await quantity.selectOption('2')
    await page.getByRole('button', { name: 'Join the line' }).click()
    await isScene(page, 'in_line')
    await page.getByText('Waiting for 2 units', { exact: true }).waitFor()
    const ledger = await shop.call(`GET /api/drops/${drop.dropId}/ledger`)
    const { items } = expectAnswer<{ items: LedgerEntry[] }>(ledger, 200)
    const joined = items.filter(({ kind }) => kind === 'joined')
    assert.deepEqual(
      joined.map(({ quantity }) => quantity),
      [2],
    )
    await shopper.go(`${pathOf(drop)}/why`)
    await page.getByText('You got number 1, and bought it.').waitFor()
    await page.getByText('You are number 1 in the line.').waitFor()
    assert.equal(await page.getByText(/no press of yours|clock of this browser/).count(), 0)
    shopper.sawNoFault()
  })
})
