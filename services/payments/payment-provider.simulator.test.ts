import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { Clock } from '#platform/time/clock.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { paymentProviderContract } from './payment-provider.contract.ts'
import { simulatedPaymentProvider } from './payment-provider.simulator.ts'
import type { PaymentProvider } from './payment-provider.ts'
import { obliging, type SimulatorConfig } from './simulated-fate.ts'

const keys = { captured: 'sim_capture', declined: 'sim_decline', lost: 'sim_lost' }
const amount = money(19_900, 'KRW')

paymentProviderContract('the simulator', async () => ({
  ...(await aSimulator()),
  shopper: async (_payment, fate) => keys[fate],
}))

test('a slow capture comes after five seconds, and nobody knows before', async () => {
  await using simulator = await aSimulator()
  const { provider, clock } = simulator
  const request = { paymentId: uuidv7(0), attempt: 1, amount, providerKey: 'sim_slow' }
  const answer = provider.capture(request)
  let answered = false
  void answer.then(() => {
    answered = true
  })
  await simulator.isWaiting
  clock.advance(4_999)
  assert.deepEqual(await provider.lookup(request), { outcome: 'unknown' })
  assert.deepEqual(await provider.void(request), { outcome: 'unknown' })
  assert.equal(answered, false)
  clock.advance(1)
  assert.equal((await answer).outcome, 'captured')
  assert.equal((await provider.lookup(request)).outcome, 'captured')
})

test('what was captured is remembered when the process is gone, even in the middle of it', async () => {
  await using first = await aSimulator()
  const asked = { paymentId: uuidv7(0), attempt: 1, amount, providerKey: 'sim_slow' }
  void first.provider.capture(asked)
  while ((await first.provider.lookup(asked)).outcome === 'not_found');
  await first.closeDatabase()
  first.clock.advance(5_000)
  const again = await first.open()
  assert.equal((await again.lookup(asked)).outcome, 'captured')
})

test('without a key the rates decide, and the same seed decides the same', async () => {
  const rates = { declineRate: 0.3, lostRate: 0.2, delayMs: 0, seed: 7 }
  const first = await outcomesOf(rates, newPayments(400))
  const again = await outcomesOf(rates, newPayments(400))
  assert.deepEqual(again, first, 'the payments of each run have ids of their own')
  assert.notDeepEqual(await outcomesOf({ ...rates, seed: 8 }, newPayments(400)), first)
  const share = (outcome: string) => first.filter(each => each === outcome).length / first.length
  assert.ok(Math.abs(share('declined') - 0.3) < 0.1, `declined ${share('declined')}`)
  assert.ok(Math.abs(share('unknown') - 0.2) < 0.1, `lost ${share('unknown')}`)
})

test('a key it does not know is left to the rates', async () => {
  await using simulator = await aSimulator({ ...obliging, declineRate: 1 })
  const request = { paymentId: uuidv7(0), attempt: 1, amount, providerKey: 'tok_visa' }
  assert.equal((await simulator.provider.capture(request)).outcome, 'declined')
})

test('an attempt keeps its fate however often it is asked, and the run goes on after a restart', async () => {
  const rates = { declineRate: 0.5, lostRate: 0, delayMs: 0, seed: 7 }
  const whole = await outcomesOf(rates, newPayments(40))
  await using simulator = await aSimulator(rates)
  const capture = async (provider: PaymentProvider, paymentId: string) =>
    (await provider.capture({ paymentId, attempt: 1, amount, providerKey: null })).outcome
  const told: string[] = []
  for (const paymentId of newPayments(20)) {
    const outcome = await capture(simulator.provider, paymentId)
    assert.equal(await capture(simulator.provider, paymentId), outcome)
    told.push(outcome)
  }
  await simulator.closeDatabase()
  const again = await simulator.open()
  for (const paymentId of newPayments(20)) told.push(await capture(again, paymentId))
  assert.deepEqual(told, whole)
})

const newPayments = (count: number) => Array.from({ length: count }, () => uuidv7(0))

/** One after the other, as the order is what the fates hang on. */
async function outcomesOf(config: SimulatorConfig, paymentIds: readonly string[]) {
  await using simulator = await aSimulator(config)
  const outcomes: string[] = []
  for (const paymentId of paymentIds) {
    const request = { paymentId, attempt: 1, amount, providerKey: null }
    outcomes.push((await simulator.provider.capture(request)).outcome)
  }
  return outcomes
}

type Simulator = AsyncDisposable & {
  readonly provider: PaymentProvider
  readonly clock: ReturnType<typeof virtualClock>
  /** Resolves when something was recorded whose time has not come. */
  readonly isWaiting: Promise<void>
  readonly closeDatabase: () => Promise<void>
  /** The simulator again, over the same memory. */
  readonly open: () => Promise<PaymentProvider>
}

async function aSimulator(config: SimulatorConfig = obliging): Promise<Simulator> {
  const clock = virtualClock()
  const databases = await someDatabases(clock)
  const store = import.meta.resolve('./simulator-store.ts')
  const openDatabase = () =>
    databases.open<typeof import('./simulator-store.ts')>('simulator', store)
  const database = await openDatabase()
  const { promise: isWaiting, resolve } = Promise.withResolvers<void>()
  const watched: Clock = {
    ...clock,
    wait(ms, signal) {
      resolve()
      return clock.wait(ms, signal)
    },
  }
  return {
    clock,
    isWaiting,
    provider: simulatedPaymentProvider({ database, clock: watched }, config),
    closeDatabase: async () => database[Symbol.asyncDispose](),
    open: async () => simulatedPaymentProvider({ database: await openDatabase(), clock }, config),
    [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
  }
}
