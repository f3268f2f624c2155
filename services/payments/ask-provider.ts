import type { Clock } from '#platform/clock.ts'
import type { Log } from '#platform/log.ts'
import { answerDeadline } from './answer-deadline.ts'
import type { PaymentProvider } from './payment-provider.ts'
import type { AskProvider } from './payments-deps.ts'

type Deps = { readonly provider: PaymentProvider; readonly clock: Clock; readonly log: Log }

const UNKNOWN = { outcome: 'unknown' } as const

/**
 * How the provider is asked: at most `timeoutMs`, and whatever goes wrong on the way is `unknown`,
 * never a decline. An answer that comes later is dropped; the reconciler looks it up.
 */
export function askProvider({ provider, clock, log }: Deps, timeoutMs: number): AskProvider {
  const within = answerDeadline(clock, timeoutMs)
  return async <Answer extends { readonly outcome: string }>(
    question: (provider: PaymentProvider) => Promise<Answer>,
  ) => {
    try {
      return await within<Answer | typeof UNKNOWN>(question(provider), UNKNOWN)
    } catch (error) {
      log.warn({ err: error, provider: provider.name }, 'the payment provider did not answer')
      return UNKNOWN
    }
  }
}
