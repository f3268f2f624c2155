import type { Metrics } from '#platform/measures/metrics.ts'
import type { PaymentProvider } from './payment-provider.ts'

const CALLS = ['capture', 'lookup', 'void', 'refund'] as const
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** The same provider, its answers counted: what is thrown, or is not known, counts as `unknown`. */
export function measuredProvider(metrics: Metrics, provider: PaymentProvider): PaymentProvider {
  const answers = metrics.counter<'call' | 'outcome'>({
    name: 'provider_answers_total',
    help: 'Answers of the payment provider, by what it was asked; unknown are the lost ones.',
    labels: ['call', 'outcome'],
  })
  const seconds = metrics.histogram<'call'>({
    name: 'provider_answer_seconds',
    help: 'How long the payment provider took to answer.',
    labels: ['call'],
    buckets: BUCKETS,
  })
  for (const call of CALLS) answers({ call, outcome: 'unknown' })

  function measured<Request, Answer extends { readonly outcome: string }>(
    call: (typeof CALLS)[number],
    ask: (request: Request) => Promise<Answer>,
  ): (request: Request) => Promise<Answer> {
    const took = seconds({ call })
    return async request => {
      const askedAtMs = performance.now()
      let outcome = 'unknown'
      try {
        const answer = await ask(request)
        outcome = answer.outcome
        return answer
      } finally {
        answers({ call, outcome }).add()
        took.observe((performance.now() - askedAtMs) / 1_000)
      }
    }
  }

  return {
    ...provider,
    capture: measured('capture', request => provider.capture(request)),
    lookup: measured('lookup', request => provider.lookup(request)),
    void: measured('void', request => provider.void(request)),
    refund: measured('refund', request => provider.refund(request)),
  }
}
