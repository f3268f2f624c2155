import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Static } from 'typebox'
import type { Payment, Refund } from '#contracts/payments.ts'
import type { WaysToPay } from '#contracts/providers.ts'
import type { Reconciliation } from '#contracts/reconciliation.ts'
import type { Reserved } from '#contracts/stock.ts'
import { aStripeServer } from '#services/payments/a-stripe-server.ts'
import { aTossServer } from '#services/payments/a-toss-server.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'

type Entered = Payment & { readonly client: Readonly<Record<string, string>> }

test('a shopper pays by Toss Payments, is given a part back, and the day’s comparison agrees', async () => {
  await using toss = await aTossServer()
  const { secretKey, clientKey, url } = toss.config
  const keys = {
    ...{ TOSS_SECRET_KEY: secretKey, TOSS_CLIENT_KEY: clientKey },
    ...{ TOSS_URL: url, TOSS_SCRIPT_URL: url },
  }
  await using shop = await openTestShop({ environment: { PAYMENT_PROVIDER: 'toss', ...keys } })
  const ways = expectAnswer<WaysToPay>(await shop.call('GET /api/payments/ways'), 200)
  assert.deepEqual([ways.provider, ways.window?.scriptUrl], ['toss', `${url}/v2/standard`])
  const { minji, orderId, entered } = await anEntered(shop)
  const { paymentId, amount, client } = entered
  assert.deepEqual(
    [client.clientKey, client.orderId, client.amount],
    [clientKey, paymentId, String(amount.amountMinor)],
  )
  const paying = { orderId: paymentId, amount: amount.amountMinor }
  const refused = toss.authenticate({ ...paying, fate: 'declined' })
  const declined = await shop.confirm(minji, paymentId, { providerKey: refused })
  const { state, declineCode } = expectAnswer<Payment>(declined, 200)
  assert.deepEqual([state, declineCode], ['declined', 'reject_card_payment'])

  const providerKey = toss.authenticate({ ...paying, fate: 'lost' })
  const pending = await shop.confirm(minji, paymentId, { providerKey })
  assert.equal(expectAnswer<Payment>(pending, 200).state, 'pending')
  const body = JSON.parse(toss.webhookOf(paymentId))
  expectAnswer(await shop.call('POST /api/payments/webhooks/toss', { body }), 200)
  await eventually('the payment', async () => {
    shop.clock.advance(1_000)
    return (await shop.readPayment(minji, paymentId)).state === 'captured'
  })
  await shop.orderThatIs(minji, orderId, 'paid')

  const part = await refund(shop, paymentId, 5_000)
  assert.equal(expectAnswer<Refund>(part, 201).state, 'refunded')
  expectAnswer(await refund(shop, paymentId, 14_901), 409, 'refund_exceeds_capture')
  const { refunded, refunds } = await shop.readPayment(minji, paymentId)
  assert.deepEqual([refunded.amountMinor, refunds.length], [5_000, 1])

  shop.clock.advance(86_400_000)
  const run = await aRunOf(shop)
  assert.deepEqual([run.payments, run.refunds, run.differences], [1, 1, []])
  toss.cancelInConsole(paymentId, 1_000)
  shop.clock.advance(86_400_000)
  const next = await eventually('the next comparison', async () => {
    const newest = await aRunOf(shop)
    return newest.runId !== run.runId && newest
  })
  assert.deepEqual(
    next.differences.map(({ kind, orderId: of }) => [kind, of]),
    [['refund_unknown', orderId]],
  )
})

test('a shopper pays by Stripe: held in the window, taken with the unit; only signed words count', async () => {
  await using stripe = await aStripeServer()
  const { secretKey, publishableKey, webhookSecret, url } = stripe.config
  const environment = {
    ...{ PAYMENT_PROVIDER: 'stripe', STRIPE_SECRET_KEY: secretKey, STRIPE_URL: url },
    ...{ STRIPE_PUBLISHABLE_KEY: publishableKey, STRIPE_WEBHOOK_SECRET: webhookSecret },
  }
  await using shop = await openTestShop({ environment })
  const ways = expectAnswer<WaysToPay>(await shop.call('GET /api/payments/ways'), 200)
  assert.deepEqual([ways.provider, ways.methods], ['stripe', ['card', 'easy_pay']])
  assert.doesNotMatch(JSON.stringify(ways), /sk_test|whsec/)
  const { minji, orderId, entered } = await anEntered(shop)
  const { paymentId, client } = entered
  assert.match(`${client.publishableKey} ${client.clientSecret}`, /^pk_test_\w+ pi_\w+_secret_\w+$/)
  stripe.confirm(paymentId, 'captured')
  assert.equal(stripe.statusOf(paymentId), 'requires_capture')
  const key = randomUUID()
  const paid = await shop.call(`POST /api/payments/${paymentId}/confirmation`, {
    ...{ as: minji, key, body: {} },
  })
  assert.equal(expectAnswer<Payment>(paid, 200).state, 'captured')
  await shop.orderThatIs(minji, orderId, 'paid')

  const about = { paymentId, type: 'payment_intent.succeeded', atMs: shop.clock.nowMs() }
  const { body, signature } = stripe.webhookOf(about)
  const send = (path: string, headers: Record<string, string>) =>
    shop.call(`POST /api/payments/webhooks/${path}`, { body: JSON.parse(body), headers })
  for (let time = 0; time < 3; time++) {
    expectAnswer(await send('stripe', { 'stripe-signature': signature }), 200)
  }
  expectAnswer(await send('stripe', {}), 422, 'invalid_request')
  expectAnswer(await send('stripe', { 'stripe-signature': `${signature}0` }), 422)
  expectAnswer(await send('toss', {}), 404, 'not_found')
  expectAnswer(await send('paypal', {}), 404, 'not_found')
  const other = { orderId, method: 'card', provider: 'toss' }
  const asked = { as: minji, key: randomUUID(), body: other }
  expectAnswer(await shop.call('POST /api/payments', asked), 422, 'invalid_request')

  const cancelled = { as: minji, key: randomUUID() }
  expectAnswer(await shop.call(`POST /api/orders/${orderId}/cancellation`, cancelled), 200)
  await eventually('the money back', async () => {
    shop.clock.advance(1_000)
    return (await shop.readPayment(minji, paymentId)).state === 'refunded'
  })
})

async function anEntered(shop: TestShop) {
  const minji: Buyer = await shop.signUp()
  const drop = await shop.makeDrop({ units: 1 })
  const reserved = expectAnswer<Static<typeof Reserved>>(await shop.reserve(minji, drop), 201)
  const { orderId } = reserved
  const entered = expectAnswer<Entered>(await shop.enter(minji, orderId), 201)
  return { minji, orderId, entered }
}

const refund = async (shop: TestShop, paymentId: string, amountMinor: number) =>
  shop.call(`POST /api/admin/payments/${paymentId}/refunds`, {
    ...{ as: await shop.asAdmin(), key: randomUUID(), body: { amountMinor, reason: '부분 환불' } },
  })

/** The newest comparison that is over. */
function aRunOf(shop: TestShop): Promise<Reconciliation> {
  return eventually('a comparison', async () => {
    shop.clock.advance(10_000)
    const answer = await shop.call('GET /api/admin/reconciliation', { as: await shop.asAdmin() })
    const { items } = expectAnswer<{ items: Reconciliation[] }>(answer, 200)
    return items.find(({ state, payments }) => state === 'finished' && payments > 0)
  })
}
