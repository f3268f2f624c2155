import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { aStripeServer } from '#services/payments/a-stripe-server.ts'
import { aTossServer } from '#services/payments/a-toss-server.ts'
import { aHold, capturesOf } from './a-hold.ts'
import { openPlace } from './a-place.ts'
import { aShopper } from './a-shopper.ts'
import { aStripeSite } from './a-stripe-site.ts'
import { aTossSite } from './a-toss-site.ts'
import { checkoutOf } from './checkout-by-words.ts'
import { wordsOf } from './words-of.ts'

suite('Paying by Toss Payments', async () => {
  const toss = await aTossServer()
  const site = await aTossSite(toss)
  after(() => Promise.all([toss, site].map(each => each[Symbol.asyncDispose]())))
  const place = await openPlace({
    ...{ PAYMENT_PROVIDER: 'toss', TOSS_URL: toss.config.url, TOSS_SCRIPT_URL: site.url },
    ...{ TOSS_SECRET_KEY: toss.config.secretKey, TOSS_CLIENT_KEY: toss.config.clientKey },
  })

  test('a window that breaks or is closed, a card that is refused, a tab that comes back twice: paid once', async () => {
    const { member, orderId, path } = await aHold(place.shop)
    await using shopper = await aShopper(place, { as: member })
    const { page, context } = shopper
    const checkout = checkoutOf(page)
    const inWindow = (name: string) => page.getByRole('link', { name })
    await shopper.go(path)
    await checkout.pay.waitFor()
    assert.deepEqual(site.asked, [], 'nobody hears of a shopper who has not pressed')

    const broken = 'globalThis.TossPayments = () => { throw new Error("a bad day") }'
    await page.route(`${site.url}/**`, route =>
      route.fulfill({ contentType: 'text/javascript', body: broken }),
    )
    await checkout.pay.click()
    await page.getByText('결제 창을 열지 못했어요').waitFor()
    await page.unrouteAll()
    await page.getByRole('button', { name: '새로 열기' }).click()
    await checkout.pay.click()
    await inWindow('닫기').click()
    await page.getByText('결제 창을 닫았어요').waitFor()
    assert.equal(page.url(), place.url + path)
    await checkout.pay.click()
    await inWindow('한도가 찬 카드').click()
    await checkout.declined.waitFor()
    await page.getByText('잔액이나 한도가 모자라요').waitFor()
    await page.waitForURL(place.url + path)
    await page.reload()
    await checkout.declined.waitFor()

    await checkout.pay.click()
    const back = (await inWindow('승인되는 카드').getAttribute('href')) ?? ''
    await page.close()
    const keys: (string | undefined)[] = []
    await context.route('**/confirmation', async route => {
      const isFirst = keys.push(route.request().headers()['idempotency-key']) === 1
      await (isFirst ? route.abort() : route.continue())
    })
    const returned = await shopper.newTab(back)
    await returned.getByText('대답을 받지 못했어요').waitFor()
    await returned.reload()
    await checkoutOf(returned).paid.waitFor()
    const again = await shopper.newTab(back)
    await checkoutOf(again).paid.waitFor()
    await again.waitForURL(place.url + path)
    assert(keys.length >= 2 && new Set(keys).size === 1, 'one return, one attempt')
    assert.equal(await capturesOf(place.shop, member, orderId), 1)
    shopper.sawNoFault()
  })
})

suite('Paying by Stripe', async () => {
  const stripe = await aStripeServer()
  const site = await aStripeSite(stripe)
  after(() => Promise.all([stripe, site].map(each => each[Symbol.asyncDispose]())))
  const { secretKey, publishableKey, webhookSecret, url } = stripe.config
  const place = await openPlace({
    ...{ PAYMENT_PROVIDER: 'stripe', STRIPE_URL: url, STRIPE_SCRIPT_URL: site.url },
    ...{ STRIPE_SECRET_KEY: secretKey, STRIPE_PUBLISHABLE_KEY: publishableKey },
    STRIPE_WEBHOOK_SECRET: webhookSecret,
  })
  const say = wordsOf('en').checkout

  test('a card that the bank refuses is told, and another one pays, without leaving the page', async () => {
    const { member, orderId, path } = await aHold(place.shop)
    await using shopper = await aShopper(place, { as: member, language: 'en' })
    const { page } = shopper
    const card = (name: string) => page.frameLocator('iframe').getByRole('button', { name })
    const pay = page.getByRole('button', { name: /^Pay / })
    await shopper.go(path)
    await page.getByText(say('providersFields', { provider: 'Stripe' })).waitFor()
    assert.equal(await page.getByRole('radio', { name: say('bank_transfer') }).count(), 0)
    await pay.click()
    await card('Card without money').click()
    await pay.click()
    await page.getByText(say('insufficientFunds')).waitFor()
    await card('Card with money').click()
    await pay.click()
    await page.getByRole('heading', { name: say('paid') }).waitFor()
    assert.equal(await capturesOf(place.shop, member, orderId), 1)
    shopper.sawNoFault()
  })
})
