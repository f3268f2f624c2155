import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { money } from '#contracts/money.ts'
import { isRefusal } from '#contracts/problems.ts'
import {
  aMember,
  aPaymentsBed,
  aReadyPayment,
  type Payments,
  type PaymentsBed,
} from './a-payments-bed.ts'
import { aStripeServer, type StripeServer } from './a-stripe-server.ts'
import { aTossServer } from './a-toss-server.ts'
import { stripePaymentProvider } from './payment-provider.stripe.ts'
import { tossPaymentProvider } from './payment-provider.toss.ts'
import { obliging } from './simulated-fate.ts'

/** One more than what opens the breaker. */
const MANY = 6

const shops: Readonly<Record<string, () => Promise<AsyncDisposable & { bed: PaymentsBed }>>> = {
  Stripe: aStripeShop,
  'Toss Payments': aTossShop,
}

for (const [name, open] of Object.entries(shops)) {
  describe(`Where ${name} takes payments`, () => {
    test('what it does not take is refused with its reason, and nobody else is kept from paying', async () => {
      await using shop = await open()
      const { bed } = shop
      const payments = bed.start()
      for (let asked = 0; asked < MANY; asked++) {
        const refused = await enter(bed, payments, money(99, 'KRW'))
        assert(isRefusal(refused), JSON.stringify(refused))
        assert.equal(refused.refused, 'order_not_payable')
        const { detail, provider, reason } = refused.details ?? {}
        assert.match(String(reason), /^(amount_too_small|below_minimum_amount)$/i)
        assert.equal(detail, `${provider} does not take this payment: ${reason}.`)
      }
      const entered = await enter(bed, payments, money(19_900, 'KRW'))
      assert.ok('paymentId' in entered, JSON.stringify(entered))
    })
  })
}

test('the same key is refused the same way, and the order can be paid otherwise', async () => {
  await using shop = await aStripeShop()
  const { bed } = shop
  const payments = bed.start()
  const member = aMember()
  const { orderId } = bed.stock.hold({ memberId: member.memberId, total: money(99, 'KRW') })
  const ask = () => payments.enterPayment({ orderId, method: 'card' }, member.asking('k'))
  const first = await ask()
  assert.ok('refused' in first && first.refused === 'order_not_payable')
  assert.deepEqual(await ask(), first)
  assert.equal(bed.stock.find(orderId).state, 'held')
  const { items } = await listed(payments, member)
  assert.deepEqual(
    items.map(({ state }) => state),
    ['ready'],
  )
})

test('a wrong key of ours is no refusal of the shopper’s: they try again', async () => {
  await using shop = await aStripeShop({ secretKey: 'sk_test_of_another_account' })
  const refused = await enter(shop.bed, shop.bed.start(), money(19_900, 'KRW'))
  assert.deepEqual(refused, { refused: 'try_again' })
})

test('captures that are refused for good leave the provider open to everybody', async () => {
  await using shop = await aStripeShop()
  const { bed, server } = shop
  const payments = bed.start()
  const member = aMember()
  const ready = await Promise.all(
    Array.from({ length: MANY }, () => aReadyPayment(bed, payments, member)),
  )
  const payAll = async () => {
    const states: string[] = []
    for (const { paymentId } of ready) {
      const paid = await payments.confirmPayment({ paymentId }, member.asking())
      states.push('state' in paid ? paid.state : paid.refused)
    }
    return states
  }
  assert.deepEqual(await payAll(), Array(MANY).fill('declined'))
  for (const { paymentId } of ready) server.confirm(paymentId, 'captured')
  assert.deepEqual(await payAll(), Array(MANY).fill('captured'))
})

function enter(bed: PaymentsBed, payments: Payments, total: ReturnType<typeof money>) {
  const member = aMember()
  const { orderId } = bed.stock.hold({ memberId: member.memberId, total })
  return payments.enterPayment({ orderId, method: 'card' }, member.asking())
}

async function listed(payments: Payments, member: ReturnType<typeof aMember>) {
  const answer = await payments.listPayments({}, member.asking())
  assert(!isRefusal(answer))
  return answer
}

async function aStripeShop(instead: Partial<StripeServer['config']> = {}) {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await aStripeServer())
  const config = { ...server.config, ...instead }
  const bed = opened.use(await aPaymentsBed(obliging, deps => stripePaymentProvider(deps, config)))
  const all = opened.move()
  return { server, bed, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}

async function aTossShop() {
  await using opened = new AsyncDisposableStack()
  const server = opened.use(await aTossServer())
  const bed = opened.use(
    await aPaymentsBed(obliging, deps => tossPaymentProvider(deps, server.config)),
  )
  const all = opened.move()
  return { server, bed, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}
