import { money } from '#contracts/money.ts'
import type { Database } from '#platform/database/database.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { AttemptKey, LookupAnswer, PaymentProvider } from './payment-provider.ts'
import {
  drawnFate,
  orderedFate,
  type SimulatedFate,
  type SimulatorConfig,
} from './simulated-fate.ts'
import { readSimulatedWebhook } from './simulated-webhook.ts'

type Deps = {
  /** A database of its own: a provider's memory is no part of the shop's. */
  readonly database: Database<typeof import('./simulator-store.ts')>
  readonly clock: Clock
}

const DECLINE_CODE = 'card_declined'

/** It counts amounts only: the shop sells in one currency. */
const CURRENCY = 'KRW'

/** A payment provider that moves no money. It obeys its rates, and a `sim_…` key before them. */
export function simulatedPaymentProvider(
  { database, clock }: Deps,
  config: SimulatorConfig,
): PaymentProvider {
  const isObliging = config.declineRate === 0 && config.lostRate === 0

  /** Where rates decide, an attempt gets its number when it is first seen, and keeps it. */
  async function fateOf(attempt: AttemptKey, providerKey: string | null): Promise<SimulatedFate> {
    const ordered = orderedFate(config, providerKey)
    if (ordered !== null) return ordered
    // Nothing is to be drawn, so nothing needs to be remembered for it.
    const number = isObliging ? 0 : await database.write.numberAttempt(attempt)
    return drawnFate(config, number)
  }

  return {
    name: 'simulator',
    methods: ['card', 'bank_transfer', 'easy_pay'],
    window: null,
    open: async () => ({ outcome: 'opened', client: {} }),
    async capture({ paymentId, attempt, amount: { amountMinor }, providerKey }) {
      const fate = await fateOf({ paymentId, attempt }, providerKey)
      const { outcome, delayMs } = fate
      const request = { paymentId, attempt, amountMinor, outcome, delayMs }
      const answer = await database.write.capture(request)
      if (answer.dueInMs > 0) await clock.wait(answer.dueInMs)
      // Only the request that captured can lose its answer; who asks again is told.
      if (answer.isNew && fate.answer === 'lost') return { outcome: 'unknown' }
      return told(answer.outcome, paymentId)
    },
    async lookup({ paymentId, attempt }) {
      const outcome = await database.read.lookup({ paymentId, attempt })
      return outcome === 'unknown' || outcome === 'not_found'
        ? { outcome }
        : told(outcome, paymentId)
    },
    async void({ paymentId }) {
      const outcome = await database.write.voidCharge({ paymentId })
      return outcome === 'captured'
        ? { outcome, providerPaymentId: providerPaymentIdOf(paymentId) }
        : { outcome }
    },
    async refund({ refundId, paymentId, amount: { amountMinor } }) {
      return { outcome: await database.write.refund({ refundId, paymentId, amountMinor }) }
    },
    async statement({ paymentId }) {
      const charge = await database.read.readCharge({ paymentId })
      if (charge.outcome !== 'captured') return charge
      return {
        outcome: 'captured',
        captured: money(charge.amountMinor, CURRENCY),
        refunded: money(charge.refundedMinor, CURRENCY),
      }
    },
    readWebhook: ({ body }) => readSimulatedWebhook(body),
    async probe() {
      await database.read.readCharge({ paymentId: '' })
    },
  }
}

type Certain = Exclude<LookupAnswer, { readonly outcome: 'unknown' | 'not_found' }>

function told(outcome: Certain['outcome'], paymentId: string): Certain {
  if (outcome === 'captured') {
    return { outcome, providerPaymentId: providerPaymentIdOf(paymentId) }
  }
  return outcome === 'declined' ? { outcome, declineCode: DECLINE_CODE } : { outcome }
}

const providerPaymentIdOf = (paymentId: string): string => `sim_${paymentId}`
