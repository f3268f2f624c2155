import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import { uuidv7 } from '#platform/ids.ts'
import { systemClock } from '#platform/time/clock.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { aTossServer } from './a-toss-server.ts'
import { paymentProviderContract } from './payment-provider.contract.ts'
import { tossPaymentProvider } from './payment-provider.toss.ts'
import { providerMemory } from './provider-memory.ts'

paymentProviderContract(
  'Toss Payments',
  async () => {
    const toss = await aToss()
    return {
      ...toss,
      shopper: async ({ paymentId, amount }, fate) =>
        toss.server.authenticate({ orderId: paymentId, amount: amount.amountMinor, fate }),
    }
  },
  {
    refused: [
      { amount: money(99, 'KRW'), code: 'below_minimum_amount' },
      { amount: money(1_999, 'USD'), code: 'currency_not_supported' },
    ],
  },
)

const amount = money(19_900, 'KRW')
const aPaymentId = () => uuidv7(Date.UTC(2026, 10, 21))

test('the paymentKey of somebody else’s order, or of another amount, takes nothing', async () => {
  await using toss = await aToss()
  const { server, provider } = toss
  const [mine, other] = [aPaymentId(), aPaymentId()]
  const cheap = server.authenticate({ orderId: mine, amount: 100, fate: 'captured' })
  const foreign = server.authenticate({ orderId: other, amount: 19_900, fate: 'captured' })
  for (const [attempt, providerKey] of [cheap, foreign, 'tgen_unheard_of', null].entries()) {
    const asked = { paymentId: mine, attempt: attempt + 1, amount, providerKey }
    assert.equal((await provider.capture(asked)).outcome, 'declined')
  }
  await provider.capture({ paymentId: other, attempt: 1, amount, providerKey: foreign })
  assert.equal((await provider.lookup({ paymentId: mine, attempt: 2 })).outcome, 'declined')
  assert.deepEqual(await provider.statement({ paymentId: mine }), { outcome: 'not_captured' })
})

test('somebody else’s payment is never taken for one’s own, also when the answer was lost', async () => {
  await using toss = await aToss()
  const { server, provider } = toss
  const [mine, other] = [aPaymentId(), aPaymentId()]
  const foreign = server.authenticate({ orderId: other, amount: 19_900, fate: 'captured' })
  await provider.capture({ paymentId: other, attempt: 1, amount, providerKey: foreign })
  server.behave('broken')
  const asked = { paymentId: mine, attempt: 1, amount, providerKey: foreign }
  await assert.rejects(provider.capture(asked))
  server.behave('well')
  assert.deepEqual(await provider.lookup(asked), { outcome: 'not_found' })
})

test('an approval that may be on its way bars the bar, until its time is over', async () => {
  await using toss = await aToss()
  const { server, provider } = toss
  const paymentId = aPaymentId()
  const providerKey = server.authenticate({ orderId: paymentId, amount: 19_900, fate: 'captured' })
  server.behave('broken')
  const asked = { paymentId, attempt: 1, amount, providerKey }
  await assert.rejects(provider.capture(asked), /500/)
  server.behave('well')
  assert.deepEqual(await provider.lookup(asked), { outcome: 'not_found' })
  assert.deepEqual(await provider.void(asked), { outcome: 'unknown' })
  server.expire()
  toss.clock.advance(15 * 60_000)
  assert.deepEqual(await provider.void(asked), { outcome: 'voided' })
  assert.equal((await provider.capture({ ...asked, attempt: 2 })).outcome, 'voided')
})

test('what was never approved in its time is found declined', async () => {
  await using toss = await aToss()
  const { server, provider } = toss
  const paymentId = aPaymentId()
  const providerKey = server.authenticate({ orderId: paymentId, amount: 19_900, fate: 'captured' })
  server.behave('broken')
  const asked = { paymentId, attempt: 1, amount, providerKey }
  await assert.rejects(provider.capture(asked))
  server.behave('well')
  server.expire()
  const declined = { outcome: 'declined', declineCode: 'expired' }
  assert.deepEqual(await provider.lookup(asked), declined)
  assert.deepEqual(await provider.capture(asked), declined)
})

test('a refund is known again after Toss has forgotten its key', async () => {
  await using toss = await aToss()
  const { server, provider } = toss
  const paymentId = aPaymentId()
  const providerKey = server.authenticate({ orderId: paymentId, amount: 19_900, fate: 'captured' })
  await provider.capture({ paymentId, attempt: 1, amount, providerKey })
  const refund = { refundId: aPaymentId(), paymentId, amount: money(5_000, 'KRW') }
  await provider.refund(refund)
  const posts = () =>
    server.asked.filter(each => each.startsWith('POST') && each.endsWith('cancel'))
  assert.deepEqual(await provider.refund(refund), { outcome: 'refunded' })
  assert.equal(posts().length, 1)
})

test('with a wrong key nothing is known, and nothing is called declined', async () => {
  await using toss = await aToss({ secretKey: 'test_sk_wrong' })
  const { provider } = toss
  const asked = { paymentId: aPaymentId(), attempt: 1, amount, providerKey: 'tgen_1' }
  await assert.rejects(provider.capture(asked), /401 UNAUTHORIZED_KEY/)
  await assert.rejects(provider.lookup(asked), /401/)
  await assert.rejects(provider.probe(), /401/)
})

async function aToss(instead: { readonly secretKey?: string } = {}) {
  await using opened = new AsyncDisposableStack()
  const clock = virtualClock()
  const databases = opened.use(await someDatabases(clock))
  const database = await databases.open<typeof import('./payments-store.ts')>(
    ...(['payments', import.meta.resolve('./payments-store.ts')] as const),
  )
  const server = opened.use(await aTossServer())
  // Between two tries real time passes: they meet a real server.
  const provider = tossPaymentProvider(
    { memory: providerMemory(database), clock: { ...clock, wait: systemClock.wait } },
    { ...server.config, ...instead },
  )
  const all = opened.move()
  return { provider, server, clock, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}
