import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { aHold } from './a-hold.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'
import { fillIn } from './checkout-by-words.ts'
import { heardOf, listen } from './heard-of.ts'

suite('After a press one is led to what came of it, and hears it once', async () => {
  const place = await openPlace()
  const { shop } = place

  /** By the keyboard, as whoever hears a page does. */
  async function press(page: Page, name: string | RegExp): Promise<void> {
    await page.getByRole('button', { name, exact: true }).last().focus()
    await heardOf(page)
    await page.keyboard.press('Enter')
  }

  const led = (page: Page, name: string) =>
    page.locator('h1:focus, h2:focus').filter({ hasText: name }).waitFor()

  test('at the checkout: declined, paid', async () => {
    const { member, path } = await aHold(shop)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await listen(page)
    await shopper.go(path)
    await page.getByText(/^Test payment/).click()
    await page.getByRole('radio', { name: 'A card that is declined' }).check()
    await press(page, /^Pay /)
    await page.getByText('The payment was declined').waitFor()
    const [declined, ...nothing] = await heardOf(page)
    assert.match(declined ?? '', /^status: The payment was declined/)
    assert.deepEqual(nothing, [])
    assert.equal(await page.locator('button:focus').count(), 1, 'to press again')
    await page.getByRole('radio', { name: 'A card that is approved', exact: true }).check()
    await press(page, /^Pay /)
    await led(page, 'It is yours')
    assert.deepEqual(await heardOf(page), ['heading: It is yours'])
    shopper.sawNoFault()
  })

  test('what is let go, and what is cancelled, by a dialog that goes with its button', async () => {
    const { member, path } = await aHold(shop)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await listen(page)
    await shopper.go(path)
    await press(page, 'Let it go')
    await press(page, 'Keep it')
    await page.locator('button:focus').filter({ hasText: 'Let it go' }).waitFor()
    await press(page, 'Let it go')
    await press(page, 'Let it go')
    await led(page, 'You let this go')
    assert.deepEqual(await heardOf(page), ['heading: You let this go'])

    const { order } = await shop.buy(member, await shop.makeDrop())
    await shopper.go(`/orders/${order.orderId}`)
    await press(page, 'Cancel the order')
    await press(page, 'Cancel the order')
    await page.locator('h1:focus, h2:focus').waitFor()
    await page.waitForFunction("heard.some(words => words.startsWith('status'))")
    const told = (await heardOf(page)).filter(words => words.startsWith('status'))
    assert.deepEqual(told, ['status: Cancelled'])
    shopper.sawNoFault()
  })

  test('a form leads to what is wrong in it, and the second press of a double takes nothing away', async () => {
    const member = await shop.signUp()
    const { order } = await shop.buy(member, await shop.makeDrop())
    const address = { recipient: 'M', phone: '010-1234-5678', postalCode: '04524', line1: '1' }
    const own = { as: member, body: address }
    expectAnswer(await shop.call(`PUT /api/orders/${order.orderId}/shipping-address`, own), 200)
    const as = await shop.asAdmin()
    const path = `/api/admin/orders/${order.orderId}` as const
    const parcel = { as, body: { carrier: 'CJ', trackingNumber: '1' } }
    expectAnswer(await shop.call(`POST ${path}/shipment`, parcel), 200)
    expectAnswer(await shop.call(`POST ${path}/delivery`, { as }), 200)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await shopper.go(`/orders/${order.orderId}`)
    await page.getByRole('button', { name: 'Return something' }).click()
    const ask = page.getByRole('dialog').getByRole('button', { name: 'Ask for the return' })
    await ask.click()
    await page.locator('input:focus[name=reason][aria-invalid=true]').waitFor()
    await page.locator('dialog select').selectOption('0')
    await ask.click()
    await page.locator('dialog select:focus[aria-invalid=true]').waitFor()

    await shopper.go('/account/addresses')
    await page.getByRole('button', { name: 'Add an address' }).click()
    await fillIn(page, { Recipient: 'Minji', Phone: '010-1234-5678' })
    await fillIn(page, { 'Postal code': '04524', Address: 'Sejong-daero 110' })
    await page.getByRole('button', { name: 'Save' }).hover()
    await page.mouse.down()
    await page.mouse.up()
    await led(page, 'Addresses')
    await page.mouse.down({ clickCount: 2 })
    await page.mouse.up({ clickCount: 2 })
    await led(page, 'Addresses')
    shopper.sawNoFault()
  })

  test('from step to step of signing up', async () => {
    await using shopper = await aShopper(place, { language: 'en' })
    const { page } = shopper
    await listen(page)
    const email = `${randomUUID()}@example.com`
    await shopper.go('/signup?next=/account')
    await fillIn(page, { Name: 'Minji', 'E-mail': email, Password: 'correct horse battery' })
    await press(page, 'Sign up')
    await led(page, 'Look into your mail')
    const code = await eventually('a code', async () =>
      (await shop.readMailbox(email)).map(mail => mail.code).find(Boolean),
    )
    await page.getByLabel('Code of 6 digits').fill(code === '000000' ? '000001' : '000000')
    await press(page, 'Verify')
    await page.locator('input:focus[name=code]').waitFor()
    await page.getByLabel('Code of 6 digits').fill(code)
    await press(page, 'Verify')
    await page.getByRole('heading', { name: 'Profile' }).waitFor()
    await page.locator('h1:focus, main:focus').waitFor()
    shopper.sawNoFault({ refused: ['422 POST /api/members/verification'] })
  })

  test('to the checkout, by what is bought at once, though its order is still on its way', async () => {
    const { productId } = await shop.makeProduct({ kind: 'regular' })
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const { page } = shopper
    await listen(page)
    await shopper.go(`/products/${productId}`)
    await press(page, 'Buy now')
    await page.getByRole('button', { name: /^Pay / }).waitFor()
    await led(page, 'Checkout')
    shopper.sawNoFault()
  })
})
