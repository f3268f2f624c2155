import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Drop } from '#contracts/drops.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { openPlace } from './a-place.ts'
import { aShopper, type Shopper } from './a-shopper.ts'
import { keptIn } from './kept-in.ts'
import { reservationsOf } from './reservations-of.ts'
import { wordsOf } from './words-of.ts'

/** Time enough to open a page before the drop does; on a slow machine it is tried again with more. */
const SOON_MS = 6_000

const WHEN_READY = `new Promise(resolve => {
  const look = () => document.querySelector('[data-scene=ready]') === null
    ? requestAnimationFrame(look)
    : resolve(performance.timeOrigin + performance.now())
  look()
})`
/** Who presses at the instant may be some milliseconds early, is refused, and presses on by itself. */
const EARLY = '403 POST /api/drops/:id/reservations'
const IS_AT_BUTTON = "document.activeElement?.textContent === '1개 받기'"
suite('The page of a drop', async () => {
  const place = await openPlace()
  const { shop } = place

  const pathOf = ({ dropId }: Drop) => `/drops/${dropId}`
  const getOne = (page: Page) => page.getByRole('button', { name: '1개 받기' })
  const isScene = (page: Page, scene: string) => page.locator(`[data-scene=${scene}]`).waitFor()

  const isCountingFrom = (page: Page, text: RegExp) =>
    page.getByRole('timer').getByText(text).waitFor()

  /** A drop whose page was opened in time to see it before it opens. */
  async function openEarly({ page, go }: Shopper): Promise<Drop> {
    for (let opensInMs = SOON_MS; ; opensInMs *= 2) {
      const drop = await shop.makeDrop({ opensInMs })
      await go(pathOf(drop))
      await page.locator('[data-scene]').waitFor()
      if ((await page.locator('[data-scene=before]').count()) > 0) return drop
    }
  }

  test('is ready at the instant without a reload, and one press gives a number', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member })
    await openEarly(shopper)
    await shopper.page.evaluate('window.stillTheSame = true')
    await getOne(shopper.page).click()
    await isScene(shopper.page, 'yours')
    const text = await shopper.page.locator('[data-scene]').innerText()
    assert.match(text, /내 번호\s+1\s+1개\s/)
    assert.equal(await shopper.page.evaluate('window.stillTheSame'), true)
    assert.equal((await reservationsOf(shop, member)).length, 1)
    await shopper.page.getByRole('link', { name: /19,900 결제하기/ }).waitFor()
    shopper.sawNoFault({ refused: [EARLY] })
  })

  test('opens by the server’s clock on a phone whose own is ten minutes wrong', async () => {
    async function buyWithClockOff(clockOffMs: number): Promise<void> {
      await using shopper = await aShopper(place, { as: await shop.signUp(), clockOffMs })
      const drop = await openEarly(shopper)
      // The time origin of a page is no business of its `Date`.
      const readyAtMs = await shopper.page.evaluate<number>(WHEN_READY)
      assert.ok(readyAtMs > drop.opensAtMs - 50, `${readyAtMs - drop.opensAtMs} ms after`)
      await getOne(shopper.page).click()
      await isScene(shopper.page, 'yours')
      shopper.sawNoFault({ refused: [EARLY] })
    }
    await Promise.all([600_000, -600_000].map(buyWithClockOff))
  })

  test('an edit before the opening reaches a page that is open, and its countdown', async () => {
    await using shopper = await aShopper(place, { language: 'en' })
    const as = await shop.asAdmin()
    const drop = await shop.makeDrop({ opensInMs: 900_000 })
    await shopper.go(pathOf(drop))
    await isScene(shopper.page, 'before')
    const body = {
      ...{ title: 'Edited', price: { amountMinor: 18_000, currency: 'KRW' }, limitPerMember: 7 },
      opensAtMs: drop.opensAtMs + 2_000_000,
    }
    const path = `PATCH /api/admin/drops/${drop.dropId}` as const
    expectAnswer(await shop.call(path, { as, body }), 200)
    await isCountingFrom(shopper.page, /^00:4[78]:/)
    await shopper.page.getByRole('heading', { level: 1, name: 'Edited' }).waitFor()
    for (const text of ['₩18,000', wordsOf('en').drop('limit', { count: 7 })]) {
      await shopper.page.getByText(text, { exact: true }).waitFor()
    }
    shopper.sawNoFault()
  })

  test('an opening that was put off is counted down to anew by who pressed too early', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    const as = await shop.asAdmin()
    // A page that hears nothing.
    await shopper.page.route('**/live', route => route.abort())
    await eventually('a drop put off in time', async () => {
      const drop = await openEarly(shopper)
      const body = { opensAtMs: drop.opensAtMs + 3_000_000 }
      return (await shop.call(`PATCH /api/admin/drops/${drop.dropId}`, { as, body })).status === 200
    })
    await shopper.page.getByRole('button', { name: 'Get one' }).click()
    await isScene(shopper.page, 'before')
    await isCountingFrom(shopper.page, /^00:(49|50):/)
    shopper.sawNoFault({ refused: [EARLY] })
  })

  test('a unit that was let go at the checkout is held no more on the page it was pressed on', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member })
    const drop = await shop.makeDrop({ limitPerMember: 5 })
    const { page } = shopper
    await shopper.go(pathOf(drop))
    await getOne(page).click()
    await isScene(page, 'yours')
    await shop.settled()
    await page.getByRole('link', { name: /결제하기/ }).click()
    // The page that is left stays until the next has come, and has a button of this name too.
    await page.getByRole('heading', { level: 1, name: '결제하기' }).waitFor()
    await page.getByRole('button', { name: '놓아주기' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '놓아주기' }).click()
    await page.getByRole('link', { name: '돌아가기' }).click()
    await isScene(page, 'ready')
    await getOne(page).click()
    await isScene(page, 'yours')
    assert.equal((await reservationsOf(shop, member)).length, 2)
    shopper.sawNoFault()
  })

  test('still knows after a reload, and on a second device', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member })
    const drop = await shop.makeDrop()
    await shop.reserve(await shop.signUp(), drop)
    await shopper.go(pathOf(drop))
    await getOne(shopper.page).click()
    await isScene(shopper.page, 'yours')
    await shopper.page.reload()
    await isScene(shopper.page, 'yours')
    await using device = await aShopper(place, { as: member, language: 'en', width: 1_440 })
    await shop.settled()
    await device.go(pathOf(drop))
    await isScene(device.page, 'yours')
    const text = await device.page.locator('[data-scene]').innerText()
    assert.match(text, /You are number\s+2\s+1 unit\s/)
    assert.equal((await reservationsOf(shop, member)).length, 1)
    device.sawNoFault()
    shopper.sawNoFault()
  })

  test('without a network at the instant the press waits, and ends in the same place', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member })
    await openEarly(shopper)
    await shopper.context.setOffline(true)
    await getOne(shopper.page).click()
    await shopper.page.getByText('인터넷이 끊겼어요. 돌아오면 같은 자리에서').last().waitFor()
    await shopper.context.setOffline(false)
    await isScene(shopper.page, 'yours')
    assert.equal((await reservationsOf(shop, member)).length, 1)
    shopper.sawNoFault()
  })

  test('what is let go is somebody else’s, and can be pressed for again', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member })
    const drop = await shop.makeDrop()
    await shopper.go(pathOf(drop))
    await getOne(shopper.page).click()
    await shopper.page.getByRole('button', { name: '놓아주기' }).click()
    await shopper.page.getByRole('button', { name: '네, 놓을게요' }).click()
    await getOne(shopper.page).click()
    await isScene(shopper.page, 'yours')
    assert.equal(new Set(await reservationsOf(shop, member)).size, 2)
    shopper.sawNoFault()
  })

  test('the number left falls as others press, and a pause is shown when it comes', async () => {
    const drop = await shop.makeDrop({ units: 5 })
    await using shopper = await aShopper(place, { language: 'en' })
    await shopper.go(pathOf(drop))
    await isScene(shopper.page, 'ready')
    await shop.reserve(await shop.signUp(), drop)
    await shopper.page.locator('[data-scene]').getByText('4', { exact: true }).waitFor()
    const admin = await shop.asAdmin()
    await shop.call(`POST /api/admin/drops/${drop.dropId}/pause`, { as: admin })
    await isScene(shopper.page, 'paused')
    await shop.call(`POST /api/admin/drops/${drop.dropId}/resume`, { as: admin })
    await isScene(shopper.page, 'ready')
    await shop.call(`POST /api/admin/drops/${drop.dropId}/close`, { as: admin })
    await isScene(shopper.page, 'ended')
    shopper.sawNoFault()
  })

  test('a hold whose time is up is told of, also after a reload, and one may press again', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member })
    const drop = await shop.makeDrop({ holdMs: 3_000 })
    await shopper.go(pathOf(drop))
    await getOne(shopper.page).click()
    await isScene(shopper.page, 'yours')
    await isScene(shopper.page, 'ready')
    const lapsed = shopper.page.getByText(/^1번을 .+까지 잡아 뒀지만 결제되지 않았어요/)
    await lapsed.waitFor()
    await shopper.page.reload()
    await lapsed.waitFor()
    await getOne(shopper.page).click()
    await isScene(shopper.page, 'yours')
    assert.equal(await lapsed.count(), 0)
    assert.equal(new Set(await reservationsOf(shop, member)).size, 2)
    shopper.sawNoFault()
  })

  test('by keyboard alone one comes to the button and presses it', async () => {
    await using shopper = await aShopper(place, { as: await shop.signUp() })
    const drop = await shop.makeDrop()
    await shopper.go(pathOf(drop))
    await getOne(shopper.page).waitFor()
    for (let stops = 0; stops < 20; stops++) {
      await shopper.page.keyboard.press('Tab')
      const isThere = await shopper.page.evaluate<boolean>(IS_AT_BUTTON)
      if (isThere) break
    }
    await shopper.page.keyboard.press('Enter')
    await isScene(shopper.page, 'yours')
  })

  test('keeps nothing of the member in the browser but that there is a session', async () => {
    const member = await shop.signUp()
    await using shopper = await aShopper(place, { as: member })
    const drop = await shop.makeDrop()
    await shopper.go(pathOf(drop))
    await getOne(shopper.page).click()
    await isScene(shopper.page, 'yours')
    const kept = await keptIn(shopper.page)
    for (const own of [member.email, member.memberId, '김선착', 'eyJ']) {
      assert.ok(!kept.includes(own), `${own} in ${kept}`)
    }
  })
})
