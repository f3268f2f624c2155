import type { Calls } from '#contracts/operation.ts'
import type { stockApi } from '#contracts/stock.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { Log } from '#platform/log.ts'
import type { Metrics } from '#platform/metrics.ts'
import type { PaymentProvider } from './payment-provider.ts'

export type PaymentsDeps = {
  readonly database: Database<typeof import('./payments-store.ts')>
  readonly stock: Pick<Calls<typeof stockApi>, 'findReservation' | 'pin' | 'unpin'>
  readonly provider: PaymentProvider
  readonly clock: Clock
  /** UUIDs of version 7: the newest payment is the one with the highest id. */
  readonly ids: Ids
  readonly log: Log
  readonly metrics?: Metrics
  /** How long an answer of the provider's is waited for; 10 s unless told. */
  readonly confirmTimeoutMs?: number
}

/** What the steps inside the service share. */
export type PaymentsParts = Omit<PaymentsDeps, 'confirmTimeoutMs'> & {
  readonly confirmTimeoutMs: number
  readonly ask: AskProvider
  /** Payments whose confirmation is under way in this process: the reconciler leaves them alone. */
  readonly inFlight: Set<string>
}

/** Asks the provider something. Silence, a fault or too long a wait is `unknown`. */
export type AskProvider = <Answer extends { readonly outcome: string }>(
  question: (provider: PaymentProvider) => Promise<Answer>,
) => Promise<Answer | { readonly outcome: 'unknown' }>
