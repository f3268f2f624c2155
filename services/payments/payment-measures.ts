import { measureTimers } from '#platform/jobs/timer-measures.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import { readBeforeText } from '#platform/measures/metrics-reading.ts'
import type { PaymentsDeps } from './payments-deps.ts'

type Deps = Pick<PaymentsDeps, 'database' | 'log'> & { readonly metrics: Metrics }

/** Payments whose end is not written yet: `unknown` are those whose answer was lost. */
export function measurePayments({ metrics, log, database }: Deps): void {
  const reading = readBeforeText({
    ...{ metrics, log, what: 'payments' },
    read: () => database.read.measurePayments(null),
  })
  metrics.gauges<'state'>(
    {
      name: 'payments_open',
      help: 'Payments that wait for something: confirming, unknown (their answer was lost), unpinning, refunding.',
      labels: ['state'],
    },
    () => {
      const read = reading()
      if (read === null) return []
      const states = ['confirming', 'unknown', 'unpinning', 'refunding'] as const
      return states.map(state => [{ state }, read[state]])
    },
  )
  metrics.gauges<never>(
    {
      name: 'payments_unknown_seconds',
      help: 'For how long at least the provider has been asked for the payment that is longest unknown.',
    },
    () => {
      const read = reading()
      return read === null ? [] : [[{}, read.unknownForMs / 1_000]]
    },
  )
  measureTimers(metrics, () => {
    const read = reading()
    return read && { 'payments.recovery': read.nowMs - (read.dueMs ?? read.nowMs) }
  })
}
