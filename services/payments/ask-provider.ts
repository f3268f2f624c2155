import type { Log } from '#platform/measures/log.ts'
import { circuitBreaker } from '#platform/rpc/circuit-breaker.ts'
import type { Clock } from '#platform/time/clock.ts'
import { answerDeadline } from './answer-deadline.ts'
import type { PaymentProvider } from './payment-provider.ts'
import type { AskedProvider } from './payments-deps.ts'

type Deps = { readonly provider: PaymentProvider; readonly clock: Clock; readonly log: Log }

const UNKNOWN = { outcome: 'unknown' } as const
const LATE = { outcome: 'late' } as const

/** So many in a row that were not answered, and nobody is kept waiting for the next one. */
const FAILURES = 5
const OPEN_MS = 5_000

/** What became of a question. That the provider does not know yet is an answer. */
type Exchange = { readonly heard: true; readonly answer: unknown } | { readonly heard: false }

/**
 * How a provider is asked: at most `timeoutMs`, and whatever goes wrong on the way is `unknown`,
 * never a decline. An answer that comes later is dropped; the reconciler looks it up. One that
 * answers nobody is left alone for a while, until it answers a probe.
 */
export function askedProvider({ provider, clock, log }: Deps, timeoutMs: number): AskedProvider {
  const { name } = provider
  const within = answerDeadline(clock, timeoutMs)
  const breaker = circuitBreaker<Exchange>({
    clock,
    failures: FAILURES,
    openMs: OPEN_MS,
    isFailure: ({ heard }) => !heard,
    probe: () => exchange(() => provider.probe()),
    onChange: state => log.warn({ provider: name, state }, 'the payment provider’s breaker moved'),
  })

  async function exchange(question: () => Promise<unknown>): Promise<Exchange> {
    try {
      const answer = await within<unknown>(question(), LATE)
      return answer === LATE ? { heard: false } : { heard: true, answer }
    } catch (error) {
      log.warn({ err: error, provider: name }, 'the payment provider did not answer')
      return { heard: false }
    }
  }

  const isShut = () => breaker.state !== 'closed'
  return {
    provider,
    isShut,
    async ask<Answer extends { readonly outcome: string }>(
      question: (provider: PaymentProvider) => Promise<Answer>,
    ) {
      if (isShut()) return UNKNOWN
      const exchanged = await breaker.run(() => exchange(() => question(provider)))
      return exchanged.heard ? (exchanged.answer as Answer) : UNKNOWN
    },
  }
}
