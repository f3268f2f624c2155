import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { aHold, capturesOf } from './a-hold.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'
import { checkoutOf } from './checkout-by-words.ts'

suite('Whatever the bank says', async () => {
  const place = await openPlace()
  const { shop } = place

  test('a declined card keeps everything; another pays, also after a reload', async () => {
    const { member, orderId, path } = await aHold(shop)
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
    assert.equal(await capturesOf(shop, member, orderId), 1)
    await shop.call(`POST /api/orders/${orderId}/cancellation`, { as: member })
    await page.getByRole('heading', { name: '취소된 주문이에요' }).waitFor()
    await page.getByText('₩19,900은 결제한 방법으로 돌려 드렸어요').waitFor()
    shopper.sawNoFault()
  })

  test('double clicks in two tabs pay once, and both tabs show it', async () => {
    const { member, orderId, path } = await aHold(shop)
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
    assert.equal(await capturesOf(shop, member, orderId), 1)
    shopper.sawNoFault()
  })

  test('an answer that was lost is asked for again by the same press', async () => {
    const { member, orderId, path } = await aHold(shop)
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
    assert.equal(await capturesOf(shop, member, orderId), 1)
  })

  test('a bank that does not answer leaves the unit held, and the page turns by itself', async () => {
    const { member, orderId, path } = await aHold(shop)
    await using shopper = await aShopper(place, { as: member })
    const checkout = checkoutOf(shopper.page)
    await shopper.go(path)
    await checkout.takeTestCard('승인되지만 대답이 사라지는 카드')
    await checkout.pay.click()
    await checkout.pending.or(checkout.paid).waitFor()
    await checkout.paid.waitFor()
    assert.equal(await capturesOf(shop, member, orderId), 1)
    shopper.sawNoFault()
  })

  test('a slow bank is waited for beyond the end of the hold, and it is said that nothing is lost', async () => {
    const { member, orderId, path } = await aHold(shop)
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    const checkout = checkoutOf(page)
    const isSaid = page.getByText('아직 대답을 기다리고 있어요')
    const hasEnded = page.getByRole('timer').filter({ hasText: '00:00' })
    let aheadMs = 0
    await page.route('**/api/time', async route => {
      const answer = await route.fetch()
      const { serverTimeMs } = await answer.json()
      await route.fulfill({ response: answer, json: { serverTimeMs: serverTimeMs + aheadMs } })
    })
    await page.route('**/confirmation', async route => {
      await isSaid.waitFor()
      aheadMs = 600_000
      await page.evaluate("window.dispatchEvent(new Event('online'))")
      const looked = page.waitForResponse(/\/api\/payments\?/)
      await Promise.all([hasEnded.waitFor(), looked])
      assert.equal(await checkout.over.count(), 0)
      await route.continue()
    })
    await shopper.go(path)
    await checkout.pay.click()
    await checkout.paid.waitFor()
    assert.equal(await capturesOf(shop, member, orderId), 1)
    shopper.sawNoFault()
  })

  test('what the provider does not take is said in the language of the member, and asked for anew', async () => {
    const { member, orderId, path } = await aHold(shop)
    await using shopper = await aShopper(place, { as: member })
    const { page } = shopper
    const keys: (string | undefined)[] = []
    const json = { code: 'order_not_payable', provider: 'stripe', reason: 'amount_too_small' }
    await page.route('**/api/payments', async route => {
      keys.push(route.request().headers()['idempotency-key'])
      if (keys.length > 2) await route.continue()
      else await route.fulfill({ status: 409, contentType: 'application/problem+json', json })
    })
    await shopper.go(path)
    await page.getByText('Stripe에서는 이렇게 적은 금액을 결제할 수 없어요').waitFor()
    await page.getByLabel('언어').selectOption('en')
    await page.getByText('Stripe does not take so small an amount').waitFor()
    const pay = page.getByRole('button', { name: /^Pay / })
    await pay.click()
    await page.getByText('Stripe does not take so small an amount').waitFor()
    await pay.click()
    await page.getByRole('heading', { name: 'It is yours' }).waitFor()
    assert.equal(new Set(keys).size, 3, 'what was refused for good has had its key')
    assert.equal(await capturesOf(shop, member, orderId), 1)
    shopper.sawNoFault({ refused: ['409 POST /api/payments'] })
  })
})
