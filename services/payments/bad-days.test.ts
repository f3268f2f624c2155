import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  aMember,
  aPaymentsBed,
  aReadyPayment,
  type Member,
  type Payments,
  type PaymentsBed,
  readPayment,
} from './a-payments-bed.ts'
import type { ProviderServer } from './a-provider-server.ts'
import { aStripeServer } from './a-stripe-server.ts'
import { aTossServer } from './a-toss-server.ts'
import { stripePaymentProvider } from './payment-provider.stripe.ts'
import { tossPaymentProvider } from './payment-provider.toss.ts'
import { obliging } from './simulated-fate.ts'

type Fate = 'captured' | 'declined' | 'lost'
type Ready = Awaited<ReturnType<typeof aReadyPayment>>

/** A shop over one of the providers, and its shopper, who pays in the provider's window. */
type Day = AsyncDisposable & {
  readonly bed: PaymentsBed
  readonly payments: Payments
  readonly server: ProviderServer
  /** Gives what the browser has afterwards. */
  readonly shopper: (ready: Ready, fate: Fate) => { readonly providerKey?: string }
}

const days: Readonly<Record<string, () => Promise<Day>>> = {
  'Toss Payments': async () => {
    await using opened = new AsyncDisposableStack()
    const server = opened.use(await aTossServer())
    const bed = opened.use(
      await aPaymentsBed(obliging, deps => tossPaymentProvider(deps, server.config)),
    )
    const shopper = ({ paymentId, amount: { amountMinor: amount } }: Ready, fate: Fate) => ({
      providerKey: server.authenticate({ orderId: paymentId, amount, fate }),
    })
    return { ...aDay(bed, opened.move()), server, shopper }
  },
  Stripe: async () => {
    await using opened = new AsyncDisposableStack()
    const server = opened.use(await aStripeServer())
    const bed = opened.use(
      await aPaymentsBed(obliging, deps => stripePaymentProvider(deps, server.config)),
    )
    const shopper = ({ paymentId }: Ready, fate: Fate) => {
      server.confirm(paymentId, fate)
      return {}
    }
    return { ...aDay(bed, opened.move()), server, shopper }
  },
}

function aDay(bed: PaymentsBed, opened: AsyncDisposableStack) {
  const payments = bed.start()
  return { bed, payments, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() }
}

for (const [name, open] of Object.entries(days)) {
  describe(`On a bad day of ${name}`, () => {
    test('an answer that is lost is found, and the money is taken once', async () => {
      await using day = await open()
      const { bed, payments } = day
      const { member, ready, pay } = await aPaying(day, 'lost')
      assert.deepEqual(await pay('k'), { paymentId: ready.paymentId, state: 'pending' })
      await bed.settle(payments)
      assert.deepEqual(await pay('k'), { paymentId: ready.paymentId, state: 'captured' })
      assert.equal(bed.stock.find(ready.orderId).state, 'committed')
      const events = (await bed.announced()).map(({ type }) => type)
      assert.deepEqual(events, ['payment.captured'])
      assert.deepEqual((await readPayment(payments, ready, member)).refunds, [])
    })

    test('an answer that is slower than the hold still finds the unit', async () => {
      await using day = await open()
      const { bed, payments, server } = day
      const { member, ready, pay } = await aPaying(day, 'captured', 30_000)
      server.behave('silent')
      const paying = pay('k')
      while (server.asked.at(-1)?.includes('/payments/confirm') !== true) {
        if (server.asked.at(-1)?.endsWith('/capture') === true) break
        await turn()
      }
      bed.clock.advance(10_000)
      assert.deepEqual(await paying, { paymentId: ready.paymentId, state: 'pending' })
      bed.clock.advance(120_000)
      assert.equal(bed.stock.find(ready.orderId).state, 'pinned')
      server.behave('well')
      await bed.settle(payments)
      assert.equal((await readPayment(payments, ready, member)).state, 'captured')
      assert.equal(bed.stock.find(ready.orderId).state, 'committed')
    })

    test('a decline frees the unit at once, and the next try is a new one', async () => {
      await using day = await open()
      const { bed, payments } = day
      const { member, ready, pay } = await aPaying(day, 'declined')
      const declined = await pay('first')
      assert.ok('state' in declined && declined.state === 'declined' && declined.declineCode)
      assert.equal(bed.stock.find(ready.orderId).state, 'held')
      const again = day.shopper(ready, 'captured')
      const { paymentId } = ready
      const paid = await payments.confirmPayment({ paymentId, ...again }, member.asking('second'))
      assert.deepEqual(paid, { paymentId, state: 'captured' })
    })

    test('of one that answers nobody shoppers hear at once, nothing is pinned, and it comes back', async () => {
      await using day = await open()
      const { bed, payments, server } = day
      const waiting = await Promise.all(Array.from({ length: 7 }, () => aPaying(day, 'captured')))
      server.behave('broken')
      for (const { pay } of waiting.slice(0, 5)) {
        const told = await pay('k')
        assert.ok('state' in told && told.state === 'pending')
      }
      const asked = server.asked.length
      const [late, later] = waiting.slice(5)
      assert.ok(late !== undefined && later !== undefined)
      const refused = { refused: 'try_again', details: { retryAfterSeconds: 5 } }
      assert.deepEqual(await late.pay('k'), refused)
      assert.equal(bed.stock.find(late.ready.orderId).state, 'held')
      const first = waiting[0]
      const told = await first?.pay('k')
      assert.ok(told !== undefined && 'state' in told && told.state === 'pending')
      assert.equal(server.asked.length, asked)

      server.behave('well')
      bed.clock.advance(5_000)
      while ('refused' in (await late.pay('k'))) await turn()
      const { state } = await readPayment(payments, late.ready, late.member)
      assert.equal(state, 'captured')
      await bed.settle(payments)
      for (const { ready, member } of waiting.slice(0, 5)) {
        assert.equal((await readPayment(payments, ready, member)).state, 'captured')
      }
      assert.ok('state' in (await later.pay('k')))
    })

    test('refunds wait for one that answers nobody, and are given once', async () => {
      await using day = await open()
      const { bed, payments, server } = day
      const { member, ready, pay } = await aPaying(day, 'captured')
      await pay('k')
      server.behave('broken')
      const asked = { paymentId: ready.paymentId, amountMinor: 5_000, reason: '부분 환불' }
      const merchant = aMember(['merchant'])
      const refund = await payments.refundPayment(asked, merchant.asking('k'))
      assert.ok('state' in refund && refund.state === 'requested')
      await bed.settle(payments)
      server.behave('well')
      await bed.settle(payments)
      const { refunds, refunded } = await readPayment(payments, ready, member)
      const { orderId, ...told } = refund
      assert.equal(orderId, ready.orderId)
      assert.deepEqual(refunds, [{ ...told, state: 'refunded' }])
      assert.equal(refunded.amountMinor, 5_000)
      const stands = await bed.deps.provider.statement(ready)
      assert.ok(stands.outcome === 'captured' && stands.refunded.amountMinor === 5_000)
    })
  })
}

test('a payment goes on with its own provider after another one was configured', async () => {
  await using server = await aTossServer()
  await using bed = await aPaymentsBed(obliging, deps => tossPaymentProvider(deps, server.config))
  const payments = bed.start()
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const { paymentId } = ready
  const paying = { orderId: paymentId, amount: 19_900, fate: 'captured' } as const
  const providerKey = server.authenticate(paying)
  const [simulator] = bed.deps.earlierProviders ?? []
  assert.ok(simulator !== undefined)
  const changed = bed.start({ provider: simulator, earlierProviders: [bed.deps.provider] })
  const paid = await changed.confirmPayment({ paymentId, providerKey }, member.asking())
  assert.deepEqual(paid, { paymentId, state: 'captured' })
  const asked = { paymentId, amountMinor: 19_900, reason: '전액 환불' }
  const refund = await changed.refundPayment(asked, aMember(['merchant']).asking())
  assert.ok('state' in refund && refund.state === 'refunded')
  assert.deepEqual(server.asked.filter(each => each.startsWith('POST')).length, 2)
})

test('what was made ready in a trial cannot be had for nothing when money counts', async () => {
  await using server = await aTossServer()
  await using bed = await aPaymentsBed(obliging, deps => tossPaymentProvider(deps, server.config))
  const [simulator] = bed.deps.earlierProviders ?? []
  assert.ok(simulator !== undefined)
  const member = aMember()
  const ready = await aReadyPayment(bed, bed.start({ provider: simulator }), member)
  const payments = bed.start()
  const { paymentId } = ready
  const told = await payments.confirmPayment({ paymentId }, member.asking())
  assert.deepEqual(told, { refused: 'illegal_transition' })
})

test('a way of paying that the provider does not have is told, and leaves the key free', async () => {
  await using server = await aStripeServer()
  await using bed = await aPaymentsBed(obliging, deps => stripePaymentProvider(deps, server.config))
  const payments = bed.start()
  const member = aMember()
  const { orderId } = bed.stock.hold({ memberId: member.memberId })
  const transfer = { orderId, method: 'bank_transfer' } as const
  const told = await payments.enterPayment(transfer, member.asking('k'))
  assert.ok('refused' in told && told.refused === 'invalid_request')
  server.behave('broken')
  const card = { orderId, method: 'card' } as const
  assert.deepEqual(await payments.enterPayment(card, member.asking('k')), { refused: 'try_again' })
  server.behave('well')
  const first = await payments.enterPayment(card, member.asking('k'))
  assert.ok('client' in first && first.client.clientSecret?.startsWith('pi_'))
  assert.deepEqual(await payments.enterPayment(card, member.asking('k')), first)
  assert.ok(!JSON.stringify(await bed.rowsOf('idempotency')).includes('_secret_'))
})

async function aPaying({ bed, payments, shopper }: Day, fate: Fate, holdMs = 600_000) {
  const member: Member = aMember()
  const held = bed.stock.hold({ memberId: member.memberId, holdMs })
  const ready = await aReadyPayment(bed, payments, member, held)
  const { paymentId } = ready
  const given = shopper(ready, fate)
  const pay = (key: string) => payments.confirmPayment({ paymentId, ...given }, member.asking(key))
  return { member, ready, pay }
}

/** One turn of the event loop. */
const turn = () => new Promise(resolve => setImmediate(resolve))
