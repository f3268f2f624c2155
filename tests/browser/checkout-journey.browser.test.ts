import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { suite, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import type { LedgerEntry } from '#contracts/ledger.ts'
import type { Order } from '#contracts/orders.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { aBuyer } from './a-merchant.ts'
import { openPlace } from './a-place.ts'
import { aShopper, PATIENCE_MS } from './a-shopper.ts'
import { checkoutOf, fillIn } from './checkout-by-words.ts'
import { LANGUAGES, wordsOf } from './words-of.ts'

suite('From the first visit to the last refund', async () => {
  const place = await openPlace()
  const { shop } = place

  const see = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
  const codeFor = (email: string) =>
    eventually('a code', async () => (await shop.readMailbox(email)).find(({ code }) => code)?.code)
  const asMerchant = async (request: `POST /${string}`, body: unknown = {}): Promise<Order> =>
    expectAnswer(await shop.call(request, { as: await shop.asAdmin(), body }), 200)

  for (const language of LANGUAGES) {
    test(`a visitor signs up, is first at a drop, pays, follows the parcel and returns it: ${language}`, async () => {
      const drop = await shop.makeDrop({ price: 129_000 })
      await using shopper = await aShopper(place, { language })
      const { page } = shopper
      const say = wordsOf(language)
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
      const email = `${randomUUID()}@example.com`

      await shopper.go(`/signup?next=/drops/${drop.dropId}`)
      await fillIn(page, {
        [say.form('name')]: '김민지',
        [say.form('email')]: email,
        [say.form('password')]: 'correct horse battery',
      })
      await press(say.entry('signUp'))
      await see(page, say.entry('verifyLeadTo', { email }))
      await page.getByLabel(say.form('code')).fill((await codeFor(email)) ?? '')
      await press(say.entry('verifyNow'))

      await press(say.drop('getOne', { count: 1 }))
      await page.getByRole('link', { name: say.drop('pay', { total: '₩129,000' }) }).click()
      await see(page, say.checkout('yourNumber', { position: 1 }))
      await press(say.checkout('pay', { total: '₩129,000' }))
      await page.getByRole('heading', { name: say.checkout('paid') }).waitFor()

      await page.getByRole('link', { name: say.checkout('addAddress') }).click()
      await press(say.checkout('addAddress'))
      await fillIn(page, {
        [say.addresses('recipient')]: '김민지',
        [say.form('phone')]: '010-1234-5678',
        [say.addresses('postalCode')]: '04524',
        [say.addresses('line1')]: '서울특별시 중구 세종대로 110',
      })
      await press(say.checkout('useThis'))
      await see(page, say.order('notShipped'))
      const orderId = new URL(page.url()).pathname.split('/').at(-1) ?? ''

      // From here on nobody touches the page: it moves by itself.
      await page.evaluate('window.stillTheSame = true')
      const checkout = await shopper.newTab(`/checkout/${orderId}`)
      const total = '₩129,000'
      await see(checkout, say.checkout('paidText', { total }))
      const parcel = { carrier: 'CJ대한통운', trackingNumber: '6872-1923' }
      await asMerchant(`POST /api/admin/orders/${orderId}/shipment`, parcel)
      await see(page, '6872-1923')
      await see(checkout, say.checkout('shippedText', { total }))
      await asMerchant(`POST /api/admin/orders/${orderId}/delivery`)
      await see(checkout, say.checkout('deliveredText', { total }))
      await press(say.order('askReturn'))
      await press(say.order('sendReturn'))
      await see(page, say.order('reasonFault'))
      await page.getByLabel(say.order('reason'), { exact: true }).fill('크기가 달라요')
      await press(say.order('sendReturn'))
      await see(page, say.order('returnRequested'))
      await see(page, say.order('returnReason', { reason: '크기가 달라요' }))
      await see(page, say.order('orderNumber', { number: orderId.slice(0, 13) }))

      const { items } = expectAnswer<{ items: Order[] }>(
        await shop.call(`GET /api/admin/orders?q=${orderId}`, { as: await shop.asAdmin() }),
        200,
      )
      await asMerchant(`POST /api/admin/returns/${items[0]?.returns[0]?.returnId}/completion`)
      await see(page, say.order('returnCompleted'))
      await see(page, say.order('refunded'))
      await checkout.getByRole('heading', { name: say.checkout('returned') }).waitFor()
      assert.equal(await page.evaluate('window.stillTheSame'), true)
      shopper.sawNoFault()
    })
  }

  test('what lies in the cart is ordered at present prices, and what is gone says so', async () => {
    const member = await shop.signUp()
    const [shirt, rare] = [
      await shop.makeProduct({ kind: 'regular', price: 59_000 }),
      await shop.makeProduct({ kind: 'regular', skus: [{ options: { size: 'M' }, units: 1 }] }),
    ]
    const put = (skuId: string | undefined, quantity: number) =>
      shop.call(`PUT /api/cart/items/${skuId}`, { as: member, body: { quantity } })
    await put(shirt.skus[0]?.skuId, 1)
    await put(rare.skus[0]?.skuId, 3)

    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go('/cart')
    await see(page, '지금은 1개만 남았어요')
    const order = page.getByRole('button', { name: '주문하기' })
    assert.equal(await order.isDisabled(), true)
    await page.getByRole('button', { name: `${rare.title} · M 빼기` }).click()
    await page.getByText('지금은 1개만 남았어요').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: `${shirt.title} 하나 늘리기` }).click()
    await page.getByText('₩118,000').first().waitFor()
    await order.click()
    // What is not paid for is back in the cart with one press.
    await page.getByRole('button', { name: '놓아주기' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '놓아주기' }).click()
    await page.getByRole('button', { name: '장바구니에 다시 담기' }).click()
    await page.getByText('₩118,000').first().waitFor()
    const body = { price: { amountMinor: 59_500, currency: 'KRW' } }
    const as = await shop.asAdmin()
    await shop.call(`PATCH /api/admin/products/${shirt.productId}`, { as, body })
    await order.click()
    await see(page, '합계가 바뀌었어요(전 ₩118,000, 지금 ₩119,000)')
    await page.getByText('₩119,000', { exact: true }).first().waitFor()
    await order.click()
    await checkoutOf(page).pay.click()
    await checkoutOf(page).paid.waitFor()
    await shopper.go('/cart')
    await see(page, '장바구니가 비어 있어요')
    shopper.sawNoFault({ refused: ['409 POST /api/orders'] })
  })

  test('a receipt is checked by the browser itself, and an altered one is found out', async () => {
    const member = await shop.signUp()
    const drop = await shop.makeDrop({ options: { size: 'M' } })
    const { reserved } = await shop.buy(member, drop)
    await using shopper = await aShopper(place, { as: member, language: 'en', width: 1_440 })
    const { page } = shopper
    await shopper.go('/orders')
    await see(page, `${drop.title} · M`)
    await shopper.go(`/receipts/${reserved.reservationId}`)
    await see(page, `${drop.title} · M`)
    await see(page, 'Checked by this browser itself')
    await page.getByText('Look closer').click()
    await see(page, reserved.receipt.head.rootHash)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the receipt' }).click()
    assert.equal((await download).suggestedFilename(), 'firstcome-receipt-1.json')

    await page.route('**/api/reservations/*', async route => {
      const answer = await route.fetch()
      const body = await answer.json()
      body.receipt.entry.atMs -= 1_000
      await route.fulfill({ response: answer, json: body })
    })
    await page.reload()
    await see(page, 'The proof is wrong')
    await see(page, 'Your line does not lead to the hash of the ledger')
    shopper.sawNoFault()
  })

  test('who looks from abroad is told Seoul’s time beside the own', async () => {
    const member = await shop.signUp()
    const { reserved, order } = await shop.buy(member, await shop.makeDrop())
    const held = await shop.reserve(member, await shop.makeDrop())
    const { orderId: toPay } = expectAnswer<{ orderId: string }>(held, 201)
    await shop.makeDrop({ opensInMs: 600_000 })
    const abroad = { language: 'en', timeZone: 'America/New_York' } as const
    await using shopper = await aShopper(place, { as: member, ...abroad })
    const { page } = shopper
    const inSeoul = { hasText: /\d\d:\d\d.* \(\w{3},? \d\d:\d\d in Seoul\)/ }
    await shopper.go(`/receipts/${reserved.reservationId}`)
    await page.getByRole('definition').filter(inSeoul).first().waitFor()
    await shopper.go(`/orders/${order.orderId}`)
    await page.getByRole('listitem').filter({ hasText: 'Paid' }).filter(inSeoul).first().waitFor()
    await shopper.go(`/checkout/${toPay}`)
    await page.getByText('Held for you until').filter(inSeoul).waitFor()
    await shopper.go(`/orders/${toPay}`)
    await page.getByText('Held for you until').filter(inSeoul).waitFor()
    await page
      .getByRole('timer')
      .filter({ hasText: /^\d\d:\d\d$/ })
      .waitFor()
    await shopper.go('/')
    await page.getByRole('listitem').filter(inSeoul).first().waitFor()
    shopper.sawNoFault()
  })

  test('who got nothing is told when the last one went, and to whom', async () => {
    const drop = await shop.makeDrop({ units: 1 })
    const buyer = await shop.signUp()
    const { order } = await shop.buy(buyer, drop)
    await using shopper = await aShopper(place, { as: await shop.signUp(), language: 'en' })
    await shopper.go(`/drops/${drop.dropId}`)
    await shopper.page.getByRole('link', { name: 'Why did I not get one?' }).click()
    await see(shopper.page, 'The last one went to number 1')
    await see(shopper.page, 'Nothing has come back since')
    await shop.call(`POST /api/orders/${order.orderId}/cancellation`, { as: buyer })
    await shop.settled()
    await shopper.page.reload()
    await see(shopper.page, '1 unit came back afterwards')
    shopper.sawNoFault()
  })

  for (const language of LANGUAGES) {
    test(`who pressed while a unit that came back was free is told who got that one: ${language}`, async () => {
      const { drop: say, receipt: why } = wordsOf(language)
      const drop = await shop.makeDrop({ units: 1 })
      const [first, second] = await Promise.all([shop.signUp(), shop.signUp()])
      const reserve = async (as: Buyer) =>
        expectAnswer<{ reservationId: string }>(await shop.reserve(as, drop), 201).reservationId
      const held = await reserve(first)
      await using shopper = await aShopper(place, { as: await shop.signUp(), language })
      const { page } = shopper
      await shopper.go(`/drops/${drop.dropId}`)
      // What was read of the ledger before the press is not what is told of it.
      await page.getByRole('link', { name: say('whyNone') }).click()
      await see(page, why('lastUnit', { position: 1 }))
      await page.goBack()
      await shop.call(`DELETE /api/reservations/${held}`, { as: first })
      await page.route('**/reservations', async route => {
        await reserve(second)
        await route.continue()
      })
      await page.getByRole('button', { name: say('getOne', { count: 1 }), exact: true }).click()
      await page.locator('[data-scene=in_line]').waitFor()
      await page.getByRole('button', { name: say('leaveLine') }).click()
      const [, toNumber2] = say('youPressedAt', { pressed: '', last: '#', position: 2 }).split('#')
      await see(page, toNumber2 ?? '')
      await page.getByRole('link', { name: say('whyNone') }).click()
      await see(page, why('lastUnit', { position: 2 }))
      // The browser knows the shop's clock but nearly: here the press was a moment before.
      const ledger = await shop.call(`GET /api/drops/${drop.dropId}/ledger`)
      const { items } = expectAnswer<{ items: LedgerEntry[] }>(ledger, 200)
      const pressedAtMs = items.find(({ kind }) => kind === 'released')?.atMs ?? 0
      const goneAtMs = items.find(({ position }) => position === 2)?.atMs ?? 0
      await shopper.go(`/drops/${drop.dropId}/why?pressed=${pressedAtMs + 1}`)
      const seconds = ((goneAtMs - pressedAtMs - 1) / 1_000).toFixed(3)
      for (const text of [
        ...[why('lastUnit', { position: 1 }), why('cameBackFrom', { count: 1, position: 1 })],
        ...[why('lastUnit', { position: 2 }), why('free', { position: 2, seconds })],
        why('nothingCameBack'),
      ]) {
        await see(page, text)
      }
      shopper.sawNoFault({ refused: ['409 POST /api/drops/:id/reservations'] })
    })
  }

  test('who got a number is not asked why there was none', async () => {
    const member = await shop.signUp()
    const drop = await shop.makeDrop({ units: 1 })
    await shop.reserve(member, drop)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    await shopper.go(`/drops/${drop.dropId}/why`)
    await see(shopper.page, 'You got number 1')
    await shopper.page.getByRole('heading', { name: 'How did it go?', level: 1 }).waitFor()
    assert.equal(await shopper.page.title(), 'How did it go? · Firstcome')
    shopper.sawNoFault()
  })

  test('an order that is not shipped yet can be cancelled, and the money comes back', async () => {
    const member = await shop.signUp()
    const { order } = await shop.buy(member, await shop.makeDrop())
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    await shopper.go('/orders')
    await page.getByRole('link', { name: order.lines[0]?.title ?? '' }).click()
    await page.getByRole('button', { name: '주문 취소하기' }).click()
    await see(page, '19,900을 돌려 드려요')
    await page.getByRole('dialog').getByRole('button', { name: '주문 취소하기' }).click()
    await see(page, '취소됨')
    await page.getByText('환불됨').first().waitFor({ timeout: PATIENCE_MS })
    shopper.sawNoFault()
  })

  test('a return whose answer was lost is asked for once, and the next of the same is another', async () => {
    const member = await aBuyer(shop)
    const { skus } = await shop.makeProduct({ kind: 'regular' })
    const lines = [{ skuId: skus[0]?.skuId ?? '', quantity: 3 }]
    const { orderId } = expectAnswer<Order>(await shop.placeOrder(member, lines), 201)
    await shop.pay(member, orderId)
    await eventually('its address', async () => {
      return (await shop.readOrder(member, orderId)).shippingAddress
    })
    const parcel = { carrier: 'CJ대한통운', trackingNumber: '1' }
    await asMerchant(`POST /api/admin/orders/${orderId}/shipment`, parcel)
    await asMerchant(`POST /api/admin/orders/${orderId}/delivery`)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    const returned = async () =>
      (await shop.readOrder(member, orderId)).returns.map(one => one.lines[0]?.quantity)
    const fillOut = async () => {
      await press('Return something')
      await page.getByRole('dialog').getByRole('combobox').selectOption('1')
      await page.getByLabel('Why').fill('too small')
    }
    const isOver = () => page.getByRole('dialog').waitFor({ state: 'detached' })

    await shopper.go(`/orders/${orderId}`)
    await fillOut()
    // The shop does it, and nobody hears of it but by the page, which is live.
    const lose = async (route: Route) => {
      await route.fetch()
      await route.abort()
    }
    await page.route('**/returns', lose, { times: 1 })
    await press('Ask for the return')
    await see(page, /^Return asked for/)
    await press('Ask for the return')
    await isOver()
    assert.deepEqual(await returned(), [1])

    await page.route('**/returns', lose, { times: 1 })
    await fillOut()
    await press('Ask for the return')
    await page
      .getByText(/^Return asked for/)
      .nth(1)
      .waitFor()
    await press('Close')
    await page.reload()
    await fillOut()
    await press('Ask for the return')
    await isOver()
    assert.deepEqual(await returned(), [1, 1, 1])
    shopper.sawNoFault()
  })
})
