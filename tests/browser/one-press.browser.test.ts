import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import type { Drop } from '#contracts/drops.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'
import { heardOf, listen } from './heard-of.ts'
import { reservationsOf } from './reservations-of.ts'

suite('One press is answered in one step', async () => {
  const place = await openPlace()
  const { shop } = place

  const pathOf = ({ dropId }: Drop) => `/drops/${dropId}`
  const getOne = (page: Page) => page.getByRole('button', { name: 'Get one' })
  const isScene = (page: Page, scene: string) => page.locator(`[data-scene=${scene}]`).waitFor()
  const join = (as: Buyer, { dropId }: Drop) =>
    shop.call(`PUT /api/drops/${dropId}/waitlist`, { as, body: { quantity: 1 } })
  const leave = (as: Buyer, { dropId }: Drop) =>
    shop.call(`DELETE /api/drops/${dropId}/waitlist`, { as })

  /** A drop of one unit, which goes to somebody else while the press is on its way. */
  async function soldOutUnderThePress(page: Page, others: readonly Buyer[] = []): Promise<Drop> {
    const drop = await shop.makeDrop({ units: 1 })
    const first = await shop.signUp()
    const sellOut = async (route: Route) => {
      await shop.reserve(first, drop)
      for (const other of others) await join(other, drop)
      await route.continue()
    }
    await page.route('**/reservations', sellOut, { times: 1 })
    return drop
  }

  test('two quick clicks, in two tabs, are one reservation, which both show, and its sale too', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const drop = await shop.makeDrop({ limitPerMember: 5 })
    await shopper.go(pathOf(drop))
    const other = await shopper.newTab(pathOf(drop))
    // By handle: a tab that was told of the other's press has no button left to wait for.
    const buttons = await Promise.all(
      [shopper.page, other].map(page => getOne(page).elementHandle()),
    )
    const clicks = [...buttons, ...buttons].map(button => button?.dispatchEvent('click'))
    await Promise.all(clicks)
    await Promise.all([isScene(shopper.page, 'yours'), isScene(other, 'yours')])
    assert.equal((await reservationsOf(shop, member)).length, 1)
    await shopper.page.getByRole('link', { name: /^Pay / }).click()
    await shopper.page.getByRole('button', { name: /^Pay / }).click()
    await other.getByText('Number 1 · 1 unit').waitFor()
    shopper.sawNoFault()
  })

  test('an answer that was lost is asked for again with the same key', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const drop = await shop.makeDrop({ limitPerMember: 5 })
    const keys: string[] = []
    await shopper.page.route('**/reservations', async route => {
      keys.push(route.request().headers()['idempotency-key'] ?? '')
      const answer = await route.fetch()
      if (keys.length === 1) await route.abort()
      else await route.fulfill({ response: answer })
    })
    await shopper.go(pathOf(drop))
    await getOne(shopper.page).click()
    await isScene(shopper.page, 'yours')
    assert.equal(keys.length, 2)
    assert.equal(keys[0], keys[1])
    assert.equal((await reservationsOf(shop, member)).length, 1)
  })

  test('a page that was closed before its answer came goes on when it is opened again', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const drop = await shop.makeDrop()
    await shopper.page.route('**/reservations', route => route.abort())
    await shopper.go(pathOf(drop))
    await getOne(shopper.page).click()
    await isScene(shopper.page, 'asking')
    await shopper.page.unroute('**/reservations')
    await shopper.page.close()
    const later = await shopper.newTab(pathOf(drop))
    await isScene(later, 'yours')
    assert.equal((await reservationsOf(shop, member)).length, 1)
  })

  test('after the last unit it ends in the line, and one press leaves it', async () => {
    const others = await Promise.all([shop.signUp(), shop.signUp(), shop.signUp()])
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const { page } = shopper
    const drop = await soldOutUnderThePress(page, others)
    await listen(page)
    await shopper.go(pathOf(drop))
    await getOne(page).click()
    await isScene(page, 'in_line')
    const text = await page.locator('[data-scene]').innerText()
    assert.match(text, /Sold out. Your place in the line\s+4\s+3 people ahead of you/)
    assert.match(text, /You can leave with one press/)
    await page.getByRole('link', { name: 'Why did I not get one?' }).waitFor()
    assert.deepEqual(await heardOf(page), ['heading: Sold out. Your place in the line 4'])

    // A line that moves by one says nothing; half of it does, and being the next.
    const [first, second, third] = others
    for (const [other, ahead] of [
      [first, '2 people ahead of you'],
      [second, '1 person ahead of you'],
      [third, 'You are next'],
    ] as const) {
      if (other !== undefined) await leave(other, drop)
      await page.getByText(ahead).waitFor()
    }
    assert.deepEqual(await heardOf(page), [
      'status: Sold out. You are number 2 in the line.',
      'status: Sold out. You are number 1 in the line.',
    ])
    await page.getByRole('button', { name: 'Leave the line' }).click()
    await page.getByRole('button', { name: 'Join the line' }).waitFor()
    assert.equal((await shop.readDrop(drop.dropId)).waiting, 0)
    assert.deepEqual(await heardOf(page), ['heading: Sold out 0'])
    shopper.sawNoFault({ refused: ['409 POST /api/drops/:id/reservations'] })
  })

  test('a double click, a lost answer and a reload end at one place in the line', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const { page } = shopper
    const drop = await soldOutUnderThePress(page)
    const lost = Promise.withResolvers<void>()
    await page.route('**/waitlist', async route => {
      await route.fetch()
      await route.abort()
      lost.resolve()
    })
    await shopper.go(pathOf(drop))
    await getOne(page).dblclick()
    await lost.promise
    await isScene(page, 'asking')
    // The member behind must stay behind.
    await join(await shop.signUp(), drop)
    // The page asks again by itself, which may be under way.
    await page.unrouteAll({ behavior: 'wait' })
    await page.reload()
    await isScene(page, 'in_line')
    const text = await page.locator('[data-scene]').innerText()
    assert.match(text, /Your place in the line\s+1\s+You are next/)
    assert.equal((await shop.readDrop(drop.dropId)).waiting, 2)
    await page.reload()
    await isScene(page, 'in_line')
  })

  test('a place that one tab came to is shown by the other', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const drop = await soldOutUnderThePress(shopper.page)
    await shopper.go(pathOf(drop))
    const other = await shopper.newTab(pathOf(drop))
    await getOne(other).waitFor()
    await getOne(shopper.page).click()
    await Promise.all([isScene(shopper.page, 'in_line'), isScene(other, 'in_line')])
    shopper.sawNoFault({ refused: ['409 POST /api/drops/:id/reservations'] })
  })

  test('a number is said once: by its heading to the keyboard, else aloud', async () => {
    const drop = await shop.makeDrop({ limitPerMember: 5 })
    const hears = async (press: (page: Page) => Promise<void>) => {
      await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
      const { page } = shopper
      await listen(page)
      await shopper.go(pathOf(drop))
      await getOne(page).waitFor()
      await press(page)
      await isScene(page, 'yours')
      await page.getByRole('link', { name: /^Pay/ }).waitFor()
      shopper.sawNoFault()
      return await heardOf(page)
    }
    const byKeyboard = await hears(async page => {
      await getOne(page).focus()
      await page.keyboard.press('Enter')
    })
    assert.deepEqual(byKeyboard, ['heading: You are number 1'])
    // As a thumb on a phone, which leads no focus.
    const [byThumb, ...more] = await hears(page => getOne(page).dispatchEvent('click'))
    assert.match(byThumb ?? '', /^status: You are number 2\. 1 unit is held for you until \d/)
    assert.deepEqual(more, [])
  })

  test('a countdown is not said, but that it opens is, once', async () => {
    await using shopper = await aShopper(place, { language: 'en' })
    const { page } = shopper
    await listen(page)
    const drop = await shop.makeDrop({ opensInMs: 8_000 })
    await shopper.go(pathOf(drop))
    await isScene(page, 'ready')
    await page.waitForFunction('heard.length > 0')
    assert.deepEqual(await heardOf(page), ['status: It is open now'])
    shopper.sawNoFault()
  })
})
