import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuidv7 } from '#platform/ids.ts'
import {
  aMember,
  aPaymentsBed,
  aReadyPayment,
  type Payments,
  type PaymentsBed,
  readPayment,
} from './a-payments-bed.ts'
import { signed } from './a-stripe-server.ts'
import { aStripeShop } from './a-stripe-shop.ts'
import { aTossServer } from './a-toss-server.ts'
import { tossPaymentProvider } from './payment-provider.toss.ts'
import { obliging } from './simulated-fate.ts'

const provider = 'simulator'
const received = { received: true }
const visitor = { caller: null }

const about = (paymentId: string, type = 'payment.captured') => JSON.stringify({ paymentId, type })

test('upon a hint the provider is asked, and a payment whose answer was lost is settled', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const { paymentId } = ready
  await payments.confirmPayment({ paymentId, providerKey: 'sim_lost' }, member.asking())
  const body = about(paymentId)
  assert.deepEqual(await payments.receiveWebhook({ provider, body }, visitor), received)
  await payments.runJobs('follow_webhooks')
  assert.equal((await readPayment(payments, ready, member)).state, 'captured')
})

test('repeated, forged, false and unordered hints change nothing, in any state', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const inEachState = await paymentsInEachState(bed, payments, member)
  await bed.settle(payments)
  const states = () =>
    Promise.all(inEachState.map(each => readPayment(payments, each, member))).then(JSON.stringify)
  const [before, events] = [await states(), (await bed.announced()).length]
  for (const type of ['payment.captured', 'payment.refunded', 'payment.declined', 'nonsense']) {
    for (const { paymentId } of inEachState) {
      for (let time = 0; time < 3; time++) {
        await payments.receiveWebhook({ provider, body: about(paymentId, type) }, visitor)
      }
    }
  }
  await bed.settle(payments)
  assert.equal(await states(), before)
  assert.equal((await bed.announced()).length, events)
  const rows = await bed.rowsOf('webhook')
  assert.deepEqual([rows.length, new Set(rows.map(row => Number(row.times)))], [16, new Set([3])])
})

test('who writes about nobody’s payment is told the same, and nothing is kept of it', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  for (const body of [about(uuidv7(1)), '{}', '{"paymentId":{}}', '{"paymentId":""}']) {
    assert.deepEqual(await payments.receiveWebhook({ provider, body }, visitor), received)
  }
  const malformed = { refused: 'body_malformed' }
  for (const body of ['', 'paymentId=1', '[]', 'null']) {
    assert.deepEqual(await payments.receiveWebhook({ provider, body }, visitor), malformed)
  }
  const other = await payments.receiveWebhook({ provider: 'toss', body: '{}' }, visitor)
  assert.deepEqual(other, { refused: 'not_found' })
  assert.deepEqual(await bed.rowsOf('webhook'), [])
})

test('a hint that comes days late, when all is over, does nothing; and is forgotten in the end', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  bed.clock.advance(5 * 86_400_000)
  await payments.receiveWebhook({ provider, body: about(ready.paymentId) }, visitor)
  await bed.settle(payments)
  assert.equal((await readPayment(payments, ready, member)).state, 'ready')
  assert.equal((await bed.rowsOf('webhook')).length, 1)
  bed.clock.advance(31 * 86_400_000)
  await payments.runJobs('prune_hints')
  assert.deepEqual(await bed.rowsOf('webhook'), [])
})

test('while the provider cannot be asked a hint waits', async () => {
  await using server = await aTossServer()
  await using bed = await aPaymentsBed(obliging, deps => tossPaymentProvider(deps, server.config))
  const payments = bed.start()
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const { paymentId } = ready
  const amount = ready.amount.amountMinor
  const key = server.authenticate({ orderId: paymentId, amount, fate: 'lost' })
  const pay = payments.confirmPayment({ paymentId, providerKey: key }, member.asking())
  assert.deepEqual(await pay, { paymentId, state: 'pending' })
  server.behave('broken')
  const body = server.webhookOf(paymentId)
  await payments.receiveWebhook({ provider: 'toss', body }, visitor)
  await payments.runJobs('follow_webhooks')
  assert.equal((await readPayment(payments, ready, member)).state, 'confirming')
  server.behave('well')
  await bed.settle(payments)
  assert.equal((await readPayment(payments, ready, member)).state, 'captured')
})

test('a forged word of Toss’ captures nothing', async () => {
  await using server = await aTossServer()
  await using bed = await aPaymentsBed(obliging, deps => tossPaymentProvider(deps, server.config))
  const payments = bed.start()
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const body = server.webhookOf(ready.paymentId, 'DONE')
  await payments.receiveWebhook({ provider: 'toss', body }, visitor)
  await bed.settle(payments)
  assert.equal((await readPayment(payments, ready, member)).state, 'ready')
})

test('Stripe’s word counts when it is signed, and money taken in its dashboard finds its order', async () => {
  await using stripe = await aStripeShop()
  const { bed, server, payments } = stripe
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const { paymentId, orderId } = ready
  server.confirm(paymentId, 'captured')
  server.captureInDashboard(paymentId)
  const type = 'payment_intent.succeeded'
  const { body, signature } = server.webhookOf({ paymentId, type, atMs: bed.clock.nowMs() })
  const other = signed(body, { secret: 'whsec_other', atMs: bed.clock.nowMs() })
  for (const forged of [{ body }, { body, signature: other }]) {
    const told = await payments.receiveWebhook({ provider: 'stripe', ...forged }, visitor)
    assert.ok('refused' in told && told.refused === 'invalid_request')
  }
  assert.deepEqual(await bed.rowsOf('webhook'), [])
  const told = await payments.receiveWebhook({ provider: 'stripe', body, signature }, visitor)
  assert.deepEqual(told, received)
  await bed.settle(payments)
  assert.equal((await readPayment(payments, ready, member)).state, 'captured')
  assert.equal(bed.stock.find(orderId).state, 'committed')
})

test('money taken there for a hold that is over goes back whole', async () => {
  await using stripe = await aStripeShop()
  const { bed, server, payments } = stripe
  const member = aMember()
  const held = bed.stock.hold({ memberId: member.memberId, holdMs: 5_000 })
  const ready = await aReadyPayment(bed, payments, member, held)
  const { paymentId, amount } = ready
  server.confirm(paymentId, 'captured')
  server.captureInDashboard(paymentId)
  bed.clock.advance(5_000)
  const type = 'payment_intent.succeeded'
  const webhook = server.webhookOf({ paymentId, type, atMs: bed.clock.nowMs() })
  await payments.receiveWebhook({ provider: 'stripe', ...webhook }, visitor)
  await bed.settle(payments)
  const { state, refunded } = await readPayment(payments, ready, member)
  assert.deepEqual([state, refunded], ['refunded', amount])
})

/** Ready, declined, captured, refunded. */
async function paymentsInEachState(bed: PaymentsBed, payments: Payments, member: MemberOfTest) {
  const made = []
  for (const providerKey of [null, 'sim_decline', 'sim_capture', 'sim_capture']) {
    const ready = await aReadyPayment(bed, payments, member)
    const { paymentId } = ready
    if (providerKey !== null) {
      await payments.confirmPayment({ paymentId, providerKey }, member.asking())
    }
    made.push(ready)
  }
  const refunded = made.at(-1)?.paymentId ?? ''
  const asked = { paymentId: refunded, amountMinor: 19_900, reason: '변심' }
  await payments.refundPayment(asked, aMember(['merchant']).asking())
  return made
}

type MemberOfTest = ReturnType<typeof aMember>
