import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/database.ts'
import type { LookupAnswer, PaymentProvider } from './payment-provider.ts'
import { type SimulatorConfig, simulatedFate } from './simulated-fate.ts'

type Deps = {
  /** A database of its own: a provider's memory is no part of the shop's. */
  readonly database: Database<typeof import('./simulator-store.ts')>
  readonly clock: Clock
}

const DECLINE_CODE = 'card_declined'

/** A payment provider that moves no money. It obeys its rates, and a `sim_…` key before them. */
export function simulatedPaymentProvider(
  { database, clock }: Deps,
  config: SimulatorConfig,
): PaymentProvider {
  return {
    name: 'simulator',
    clientSettings: () => ({}),
    async capture({ paymentId, attempt, amount: { amountMinor }, providerKey }) {
      const fate = simulatedFate(config, { paymentId, attempt, providerKey })
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
