import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import { uuidv7 } from '#platform/ids.ts'
import { systemClock } from '#platform/time/clock.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { aStripeServer, signed } from './a-stripe-server.ts'
import { paymentProviderContract } from './payment-provider.contract.ts'
import { stripePaymentProvider } from './payment-provider.stripe.ts'
import { providerMemory } from './provider-memory.ts'

paymentProviderContract(
  'Stripe',
  async () => {
    const stripe = await aStripe()
    return {
      ...stripe,
      async shopper({ paymentId }, fate) {
        stripe.server.confirm(paymentId, fate)
        return null
      },
    }
  },
  {
    refused: [
      { amount: money(99, 'KRW'), code: 'amount_too_small' },
      { amount: money(19_900, 'ZZZ'), code: 'invalid_currency' },
    ],
  },
)

const amount = money(19_900, 'KRW')
const aPaymentId = () => uuidv7(Date.UTC(2026, 10, 21))
const opening = (paymentId: string) => ({
  ...({ paymentId, orderId: aPaymentId(), method: 'card', amount } as const),
})

test('the bank holds the money at once, and it is taken at the capture alone', async () => {
  await using stripe = await aStripe()
  const { server, provider } = stripe
  const paymentId = aPaymentId()
  const answer = await provider.open(opening(paymentId))
  assert(answer.outcome === 'opened')
  const { clientSecret, publishableKey } = answer.client
  assert.match(`${clientSecret} ${publishableKey}`, /^pi_\w+_secret_\w+ pk_test_/)
  server.confirm(paymentId, 'captured')
  assert.equal(server.statusOf(paymentId), 'requires_capture')
  assert.deepEqual(await provider.statement({ paymentId }), { outcome: 'not_captured' })
  await provider.capture({ paymentId, attempt: 1, amount, providerKey: null })
  assert.equal(server.statusOf(paymentId), 'succeeded')
})

test('a void gives the held money free, also where the payment was only opened', async () => {
  await using stripe = await aStripe()
  const { server, provider } = stripe
  for (const isPaid of [true, false]) {
    const paymentId = aPaymentId()
    await provider.open(opening(paymentId))
    if (isPaid) server.confirm(paymentId, 'captured')
    assert.deepEqual(await provider.void({ paymentId }), { outcome: 'voided' })
    assert.equal(server.statusOf(paymentId), 'canceled')
  }
})

test('an opening whose answer was lost is opened once', async () => {
  await using stripe = await aStripe()
  const { server, provider } = stripe
  const payment = opening(aPaymentId())
  server.behave('broken')
  await assert.rejects(provider.open(payment), /500/)
  server.behave('well')
  const answers = await Promise.all([provider.open(payment), provider.open(payment)])
  assert.deepEqual(answers[0], answers[1])
  assert.deepEqual(await provider.open(payment), answers[0])
})

test('whoever has not paid in the window is declined, with the bank’s own word', async () => {
  await using stripe = await aStripe()
  const { server, provider } = stripe
  const paymentId = aPaymentId()
  await provider.open(opening(paymentId))
  const first = await provider.capture({ paymentId, attempt: 1, amount, providerKey: null })
  assert.equal(first.outcome, 'declined')
  server.confirm(paymentId, 'declined')
  const second = await provider.capture({ paymentId, attempt: 2, amount, providerKey: null })
  assert.deepEqual(second, { outcome: 'declined', declineCode: 'insufficient_funds' })
})

test('a message is Stripe’s when the signature over its bytes is, and it is new', async () => {
  await using stripe = await aStripe()
  const { server, provider, clock } = stripe
  const paymentId = aPaymentId()
  const atMs = clock.nowMs()
  const type = 'payment_intent.succeeded'
  const { body, signature } = server.webhookOf({ paymentId, type, atMs })
  const hint = { outcome: 'hint', type, paymentId, messageId: 'evt_1' }
  assert.deepEqual(provider.readWebhook({ body, signature }), hint)
  const { webhookSecret: secret } = server.config
  const rotated = `${signature.split(',')[0]},v1=${'0'.repeat(64)},${signature.split(',')[1]}`
  assert.deepEqual(provider.readWebhook({ body, signature: rotated }), hint)
  for (const forged of [
    { body: `${body} `, signature },
    { body, signature: signed(body, { secret: 'whsec_other', atMs }) },
    { body, signature: signed(body, { secret, atMs: atMs - 301_000 }) },
    { body, signature: signed(body, { secret, atMs: atMs + 301_000 }) },
    { body, signature: signature.replace('t=1', 't=2') },
    { body, signature: signature.replace('v1=', 'v0=') },
    { body, signature: null },
  ]) {
    assert.deepEqual(provider.readWebhook(forged), { outcome: 'forged' })
  }
})

async function aStripe() {
  await using opened = new AsyncDisposableStack()
  const clock = virtualClock()
  const databases = opened.use(await someDatabases(clock))
  const database = await databases.open<typeof import('./payments-store.ts')>(
    ...(['payments', import.meta.resolve('./payments-store.ts')] as const),
  )
  const server = opened.use(await aStripeServer())
  // Between two tries real time passes: they meet a real server.
  const provider = stripePaymentProvider(
    { memory: providerMemory(database), clock: { ...clock, wait: systemClock.wait } },
    server.config,
  )
  const all = opened.move()
  return { provider, server, clock, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}
