import { type Refusal, refusalOf } from '#web/kit/refusal.ts'

/** No answer, or none that says anything: the same is asked again. */
const again = new Set(['unreachable', 'try_again', 'internal', 'rate_limited'])

export const isAskedAgain = ({ refused }: Refusal): boolean => again.has(refused)

const PAUSE_MS = { first: 250, most: 4_000 }

/** How long to wait before it is asked again. */
export function pauseMs({ refused, details }: Refusal, attempt: number): number {
  const ownMs = Math.min(PAUSE_MS.most, PAUSE_MS.first * 2 ** attempt)
  const askedMs = refused === 'rate_limited' ? Number(details.retryAfterSeconds) * 1_000 : 0
  return Math.max(askedMs, ownMs * (0.5 + Math.random() / 2))
}

/** For a query that the page of a drop cannot do without: it is asked until there is an answer. */
export const untilAnswered = {
  retry: (_: number, error: Error) => isAskedAgain(refusalOf(error)),
  retryDelay: (failures: number, error: Error) => pauseMs(refusalOf(error), failures),
}
