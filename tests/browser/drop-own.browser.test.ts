import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Drop } from '#contracts/drops.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'

suite('What is a member’s own, on the page of a drop', async () => {
  const place = await openPlace()
  const { shop } = place

  const pathOf = ({ dropId }: Drop) => `/drops/${dropId}`
  const isScene = (page: Page, scene: string) => page.locator(`[data-scene=${scene}]`).waitFor()
  const join = (as: { accessToken: string }, { dropId }: Drop) =>
    shop.call(`PUT /api/drops/${dropId}/waitlist`, { as, body: { quantity: 1 } })

  /** A member whose address is not verified, and the code that verifies it. */
  async function unverified() {
    const [email, password] = [`${randomUUID()}@example.com`, 'correct horse battery']
    const body = { email, password, name: '김선착', locale: 'ko' }
    expectAnswer(await shop.call('POST /api/members', { body }), 202)
    const code = await eventually(
      'a code',
      async () => (await shop.readMailbox(email)).find(mail => mail.code)?.code,
    )
    return { member: await shop.logIn(email, password), code }
  }

  test('who is not verified hears of it before the opening, and is led back', async () => {
    const { member, code } = await unverified()
    const drop = await shop.makeDrop({ opensInMs: 600_000 })
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await shopper.go(pathOf(drop))
    await isScene(page, 'before')
    await page.getByText('Verify your e-mail address before you buy.').waitFor()
    await page.getByRole('link', { name: 'Verify your e-mail address' }).click()
    await page.getByLabel(/code/i).fill(code)
    await page.keyboard.press('Enter')
    await isScene(page, 'before')
    assert.equal(new URL(page.url()).pathname, pathOf(drop))
    assert.equal(await page.getByText('before you buy').count(), 0)
    shopper.sawNoFault()
  })

  test('who is not verified is led back from the press, and from the line', async () => {
    const { member } = await unverified()
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    const [open, soldOut] = [await shop.makeDrop(), await shop.makeDrop({ units: 1 })]
    await shop.reserve(await shop.signUp(), soldOut)
    for (const [drop, name] of [
      [open, 'Get one'],
      [soldOut, 'Join the line'],
    ] as const) {
      await shopper.go(pathOf(drop))
      await page.getByRole('button', { name }).click()
      const way = page.getByRole('link', { name: 'Verify your e-mail address' })
      assert.equal(
        await way.getAttribute('href'),
        `/verify?next=${encodeURIComponent(pathOf(drop))}`,
      )
    }
  })

  test('a line goes on for who bought one already, after the drop was closed', async () => {
    const member = await shop.signUp()
    const drop = await shop.makeDrop({ units: 2, limitPerMember: 2 })
    await shop.buy(member, drop)
    await shop.reserve(await shop.signUp(), drop)
    expectAnswer(await join(member, drop), 200)
    const as = await shop.asAdmin()
    expectAnswer(await shop.call(`POST /api/admin/drops/${drop.dropId}/close`, { as }), 200)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    await shopper.go(pathOf(drop))
    await isScene(page, 'in_line')
    await page.getByText('Number 1 · 1 unit').waitFor()
    await page.getByRole('button', { name: 'Leave the line' }).click()
    await isScene(page, 'bought')
    shopper.sawNoFault()
  })

  test('a session that ended elsewhere is told, with what is kept', async () => {
    const [member, other] = [await shop.signUp(), await shop.signUp()]
    const drop = await shop.makeDrop({ units: 2 })
    const endAll = (as: typeof member) => shop.call('DELETE /api/sessions', { as })
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    await shopper.go(pathOf(drop))
    await shopper.page.getByRole('button', { name: 'Get one' }).click()
    await isScene(shopper.page, 'yours')
    await shop.reserve(await shop.signUp(), drop)
    await join(other, drop)
    await using waiter = await aShopper(place, { as: other, language: 'en' })
    await waiter.go(pathOf(drop))
    await isScene(waiter.page, 'in_line')
    await Promise.all([endAll(member), endAll(other)])
    const kept = [
      [shopper.page, /Your session is over\. Your number 1 stays held for you until/],
      [waiter.page, /Your session is over\. You keep your place in the line\./],
    ] as const
    for (const [page, text] of kept) {
      await page.getByText(text).waitFor()
      const way = page.getByRole('link', { name: 'Log in again' })
      assert.equal(
        await way.getAttribute('href'),
        `/login?next=${encodeURIComponent(pathOf(drop))}`,
      )
    }
  })

  test('what the merchant cancels is not told to be yours any more', async () => {
    const member = await shop.signUp()
    const drop = await shop.makeDrop()
    const { order } = await shop.buy(member, drop)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    const isLive = page.waitForResponse(`**/api/orders/${order.orderId}/live`)
    await shopper.go(pathOf(drop))
    await isScene(page, 'bought')
    await isLive
    const as = await shop.asAdmin()
    const path = `POST /api/admin/orders/${order.orderId}/cancellation` as const
    expectAnswer(await shop.call(path, { as }), 200)
    await isScene(page, 'ready')
    shopper.sawNoFault()
  })
})
