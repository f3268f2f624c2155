import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Static } from 'typebox'
import type { Payment } from '#contracts/payments.ts'
import type { Reserved } from '#contracts/stock.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { openBrowser, type TestBrowser } from './a-browser.ts'
import { aShopper } from './a-shopper.ts'
import { openWebShop, type WebShop } from './a-web-shop.ts'
import { checkoutOf, fillIn } from './checkout-by-words.ts'

const ALL_KEPT =
  'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])'

suite('Whatever happens at the checkout', () => {
  let shop: WebShop
  let browser: TestBrowser
  let place: { browser: TestBrowser; url: string }
  before(async () => {
    shop = await openWebShop()
    browser = await openBrowser()
    place = { browser, url: shop.url }
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await shop[Symbol.asyncDispose]()
  })

  /** A member who holds one unit of a drop, and the path of its checkout. */
  async function aHold({ holdMs = 600_000 } = {}) {
    const member = await shop.signUp()
    const drop = await shop.makeDrop({ holdMs })
    const answer = await shop.reserve(member, drop)
    const { orderId } = expectAnswer<Static<typeof Reserved>>(answer, 201)
    return { member, orderId, path: `/checkout/${orderId}` }
  }

  async function capturesOf(as: Buyer, orderId: string): Promise<number> {
    await shop.orderThatIs(as, orderId, 'paid')
    const answer = await shop.call(`GET /api/payments?orderId=${orderId}`, { as })
    const { items } = expectAnswer<{ items: Payment[] }>(answer, 200)
    return items.filter(({ state }) => state === 'captured').length
  }

  test('a declined card keeps everything; another pays, also after a reload', async () => {
    const { member, orderId, path } = await aHold()
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    const checkout = checkoutOf(page)
    await shopper.go(path)
    await page.getByRole('radio', { name: '간편 결제' }).check()
    await checkout.takeTestCard('거절되는 카드')
    await checkout.pay.click()
    await checkout.declined.waitFor()
    await page.reload()
    await checkout.declined.waitFor()
    assert.equal(await page.getByRole('radio', { name: '간편 결제' }).isChecked(), true)
    await checkout.pay.click()
    await checkout.paid.waitFor()
    assert.equal(await capturesOf(member, orderId), 1)
    shopper.sawNoFault()
  })

  test('double clicks in two tabs pay once, and both tabs show it', async () => {
    const { member, orderId, path } = await aHold()
    await using shopper = await aShopper(place, { as: member })
    await shopper.go(path)
    const tabs = [shopper.page, await shopper.newTab(path)].map(checkoutOf)
    await Promise.all(tabs.map(({ pay }) => pay.waitFor()))
    // Neither is answered before both have been pressed.
    const bothPressed = Promise.withResolvers<void>()
    const keys: (string | undefined)[] = []
    await shopper.context.route('**/confirmation', async route => {
      if (keys.push(route.request().headers()['idempotency-key']) === tabs.length) {
        bothPressed.resolve()
      }
      await bothPressed.promise
      await route.continue()
    })
    await Promise.all(tabs.map(({ pay }) => pay.dblclick()))
    await Promise.all(tabs.map(({ paid }) => paid.waitFor()))
    assert.equal(new Set(keys).size, 1)
    assert.equal(await capturesOf(member, orderId), 1)
    shopper.sawNoFault()
  })

  test('an answer that was lost is asked for again by the same press', async () => {
    const { member, orderId, path } = await aHold()
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    const keys: (string | undefined)[] = []
    await page.route('**/confirmation', async route => {
      keys.push(route.request().headers()['idempotency-key'])
      const answer = await route.fetch()
      if (keys.length === 1) await route.abort()
      else await route.fulfill({ response: answer })
    })
    // The order's own stream would tell that it is paid before one can press again.
    await page.route('**/live', route => route.abort())
    await shopper.go(path)
    await checkoutOf(page).pay.click()
    await page.getByText('대답을 받지 못했어요').waitFor()
    await checkoutOf(page).pay.click()
    await checkoutOf(page).paid.waitFor()
    assert.equal(keys.length, 2)
    assert.equal(keys[0], keys[1])
    assert.equal(await capturesOf(member, orderId), 1)
  })

  test('a bank that does not answer leaves the unit held, and the page turns by itself', async () => {
    const { member, orderId, path } = await aHold()
    await using shopper = await aShopper(place, { as: member })
    const checkout = checkoutOf(shopper.page)
    await shopper.go(path)
    await checkout.takeTestCard('승인되지만 대답이 사라지는 카드')
    await checkout.pay.click()
    await checkout.pending.or(checkout.paid).waitFor()
    await checkout.paid.waitFor()
    assert.equal(await capturesOf(member, orderId), 1)
    shopper.sawNoFault()
  })

  test('a slow bank is waited for, and it is said that nothing is lost', async () => {
    const { member, orderId, path } = await aHold()
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    const checkout = checkoutOf(page)
    const isSaid = page.getByText('아직 대답을 기다리고 있어요')
    await page.route('**/confirmation', async route => {
      await isSaid.waitFor()
      await route.continue()
    })
    await shopper.go(path)
    await checkout.pay.click()
    await checkout.paid.waitFor()
    assert.equal(await capturesOf(member, orderId), 1)
    shopper.sawNoFault()
  })

  test('reload and the way back end in the same place, before and after paying', async () => {
    const { member, path } = await aHold()
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    const checkout = checkoutOf(page)
    await shopper.go('/orders')
    await shopper.go(path)
    await checkout.pay.waitFor()
    await page.reload()
    await checkout.pay.waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: '주문 내역' }).waitFor()
    await page.goForward()
    await checkout.pay.click()
    await checkout.paid.waitFor()
    await page.reload()
    await checkout.paid.waitFor()
    await page.goBack()
    await page.goForward()
    await checkout.paid.waitFor()
    shopper.sawNoFault()
  })

  test('a hold whose time is up says so, and nothing can be pressed any more', async () => {
    const { member, path } = await aHold({ holdMs: 4_000 })
    await using shopper = await aShopper(place, { as: member })
    const checkout = checkoutOf(shopper.page)
    await shopper.go(path)
    await checkout.over.waitFor()
    assert.equal(await checkout.pay.count(), 0)
    await shopper.page.getByText('결제되지 않았어요').waitFor()
    await shopper.page.reload()
    await checkout.over.waitFor()
    shopper.sawNoFault()
  })

  test('a session that ended in the middle leads over the login back to the same place', async () => {
    const { member, orderId, path } = await aHold()
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    const checkout = checkoutOf(page)
    await shopper.go(path)
    await page.getByRole('radio', { name: '계좌 이체' }).check()
    await checkout.pay.waitFor()
    const elsewhere = await shop.logIn(member.email, member.password)
    await shop.call('DELETE /api/sessions', { as: elsewhere })
    await checkout.pay.click()
    await page.getByText('로그인하면 하던 곳으로 바로 돌아가요').waitFor()
    await fillIn(page, { 이메일: member.email, 비밀번호: member.password })
    await page.getByRole('button', { name: '로그인' }).click()
    await checkout.pay.waitFor()
    assert.equal(new URL(page.url()).pathname, path)
    assert.equal(await page.getByRole('radio', { name: '계좌 이체' }).isChecked(), true)
    await checkout.pay.click()
    await checkout.paid.waitFor()
    const again = await shop.logIn(member.email, member.password)
    assert.equal(await capturesOf(again, orderId), 1)
  })

  test('the language changes in the middle of it, and nothing is lost', async () => {
    const { member, path } = await aHold()
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go(path)
    await page.getByRole('radio', { name: '계좌 이체' }).check()
    await page.getByLabel('언어').selectOption('en')
    await page.getByRole('heading', { name: 'Checkout' }).waitFor()
    assert.equal(await page.getByRole('radio', { name: 'Bank transfer' }).isChecked(), true)
    assert.equal(await page.evaluate('document.documentElement.lang'), 'en')
    await page.getByRole('button', { name: /^Pay / }).click()
    await page.getByRole('heading', { name: 'It is yours' }).waitFor()
    shopper.sawNoFault()
  })

  test('another address is chosen from the book, or written, while the clock runs', async () => {
    const { member, path } = await aHold()
    const address = { phone: '010-1234-5678', postalCode: '04524', line1: '세종대로 110' }
    for (const recipient of ['김집', '김회사']) {
      const body = { ...address, recipient }
      await shop.call('POST /api/members/me/addresses', { as: member, body })
    }
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go(path)
    // The default went into the order by itself.
    await page.getByText('김집 ·').waitFor()
    await page.getByRole('button', { name: '바꾸기' }).click()
    await page.getByRole('radio', { name: /김회사/ }).check()
    await page.getByRole('button', { name: '이 주소로 받기' }).click()
    await page.getByText('김회사 ·').waitFor()
    await page.getByRole('button', { name: '바꾸기' }).click()
    await page.getByRole('radio', { name: '새 주소' }).check()
    await fillIn(page, {
      '받는 사람': '김새집',
      전화번호: '010-1234-5678',
      우편번호: '12345',
      주소: '새길 1',
    })
    await page.getByRole('button', { name: '이 주소로 받기' }).click()
    await page.getByText('김새집 ·').waitFor()
    await page.reload()
    await page.getByText('김새집 ·').waitFor()
    shopper.sawNoFault()
  })

  test('what is let go cannot be paid, and whoever is not its owner sees nothing of it', async () => {
    const { member, path } = await aHold()
    await using shopper = await aShopper(place, { as: member })
    await using stranger = await aShopper(place, { as: await shop.signUp() })
    await stranger.go(path)
    await stranger.page.getByRole('heading', { name: '이런 주문이 없어요' }).waitFor()
    await shopper.go(path)
    await shopper.page.getByRole('button', { name: '놓아주기' }).click()
    await shopper.page.getByRole('dialog').getByRole('button', { name: '놓아주기' }).click()
    await shopper.page.getByRole('heading', { name: '놓아준 주문이에요' }).waitFor()
    shopper.sawNoFault()
  })

  test('nothing personal stands in an address or in the storage of the browser', async () => {
    const { member, path } = await aHold()
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    const visited: string[] = []
    page.on('request', request => visited.push(request.url()))
    await shopper.go(path)
    await page.getByRole('button', { name: '받을 주소 적기' }).click()
    await fillIn(page, {
      '받는 사람': '박비밀',
      전화번호: '010-9999-8888',
      우편번호: '12345',
      주소: '비밀시 숨김로 1',
    })
    await page.getByRole('button', { name: '이 주소로 받기' }).click()
    await page.getByText('비밀시 숨김로 1').waitFor()
    await checkoutOf(page).pay.click()
    await checkoutOf(page).paid.waitFor()
    const kept = [await page.evaluate<string>(ALL_KEPT), ...visited].join('\n')
    for (const secret of [member.email, member.memberId, '박비밀', '010-9999', '숨김로', 'eyJ']) {
      assert.equal(decodeURIComponent(kept).includes(secret), false, secret)
    }
  })
})
