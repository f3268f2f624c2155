import assert from 'node:assert/strict'
import type { Calls } from '#contracts/operation.ts'
import type { Provider } from '#contracts/providers.ts'
import type { stockApi } from '#contracts/stock.ts'
import type { Database } from '#platform/database/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { PaymentProvider } from './payment-provider.ts'

export type PaymentsDeps = {
  readonly database: Database<typeof import('./payments-store.ts')>
  readonly stock: Pick<Calls<typeof stockApi>, 'findReservation' | 'pin' | 'unpin'>
  /** Of the payments that are entered from now on. */
  readonly provider: PaymentProvider
  /** Of payments that were entered before, where their keys are still there. */
  readonly earlierProviders?: readonly PaymentProvider[]
  readonly clock: Clock
  /** UUIDs of version 7: the newest payment is the one with the highest id. */
  readonly ids: Ids
  /** No other process works at payments, so that what is under way at a start was left by a dead one. */
  readonly isAlone: boolean
  readonly log: Log
  readonly metrics?: Metrics
  /** Runs a job of this process now. */
  readonly wake?: (job: string) => void
  /** How long a day is; payments are compared with their providers once in each. */
  readonly dayMs?: number
  /** How long an answer of the provider's is waited for; 10 s unless told. */
  readonly confirmTimeoutMs?: number
}

/** What the steps inside the service share. */
export type PaymentsParts = Required<Omit<PaymentsDeps, 'earlierProviders' | 'metrics'>> & {
  /** Each provider that can be asked. */
  readonly providers: ReadonlyMap<Provider, AskedProvider>
  /** Payments whose confirmation is under way in this process: the reconciler leaves them alone. */
  readonly inFlight: Set<string>
}

/** A provider, and the way in which it is asked. */
export type AskedProvider = {
  readonly provider: PaymentProvider
  /** Silence, a fault or too long a wait is `unknown`. */
  readonly ask: <Answer extends { readonly outcome: string }>(
    question: (provider: PaymentProvider) => Promise<Answer>,
  ) => Promise<Answer | { readonly outcome: 'unknown' }>
  /** It has answered nobody for a while, and is not asked. */
  readonly isShut: () => boolean
}

/** The provider of a payment that was claimed for those who can be asked. */
export function providerOf({ providers }: PaymentsParts, name: Provider): AskedProvider {
  const known = providers.get(name)
  assert(known !== undefined, `nobody can ask ${name}`)
  return known
}

export const namesOf = ({ providers }: PaymentsParts): readonly Provider[] => [...providers.keys()]

/**
 * By whom a payment may still be confirmed. The simulator's only while it is the one that is
 * configured: what was made ready in a trial must not be had for nothing in earnest.
 */
export const confirmableBy = (parts: PaymentsParts): readonly Provider[] =>
  namesOf(parts).filter(name => name === parts.provider.name || name !== 'simulator')
