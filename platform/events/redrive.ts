import { DatabaseUnavailable } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Subscriber } from './event-log.ts'

type RedriveOutcome =
  /** It and all that was parked behind it are applied; so many. */
  | { readonly outcome: 'redriven'; readonly applied: number }
  /** So many were applied, and with this one it goes on. */
  | { readonly outcome: 'not_all'; readonly applied: number; readonly deadLetterId: number }
  | { readonly outcome: 'not_found' }
  /** An earlier one of its subject lies there, and must go first. */
  | { readonly outcome: 'behind'; readonly firstId: number }
  /** So many were applied; this one was not, and it lies there still with all behind it. */
  | {
      readonly outcome: 'failed'
      readonly applied: number
      readonly deadLetterId: number
      readonly reason: string
    }

/**
 * Applies a dead letter again, and then what was parked behind it, in its order, each in its own
 * transaction and once, `atMost` so many in all. Rejects with `DatabaseUnavailable` where that can be tried again later.
 */
export async function redrive(
  { log }: { readonly log: Log },
  { database, subscription }: Subscriber,
  deadLetterId: number,
  atMost = Number.POSITIVE_INFINITY,
): Promise<RedriveOutcome> {
  let applied = 0
  for (let next: number | null = deadLetterId; next !== null; ) {
    if (applied >= atMost) return { outcome: 'not_all', applied, deadLetterId: next }
    try {
      const answer = await database.events.redriveNext({ deadLetterId: next })
      if (answer.outcome === 'applied') {
        applied++
        tell(answer.result)
      } else if (answer.outcome !== 'known') {
        // What was there a moment ago went with somebody else's redrive, which goes on with the rest.
        return applied === 0 ? answer : redriven(applied)
      }
      next = answer.nextId
    } catch (error) {
      if (error instanceof DatabaseUnavailable || next === null) throw error
      const reason = error instanceof Error ? error.message : String(error)
      return { outcome: 'failed', applied, deadLetterId: next, reason }
    }
  }
  return redriven(applied)

  /** It is applied by now, whatever comes of telling it. */
  function tell(result: unknown): void {
    try {
      subscription.afterwards?.(result)
    } catch (error) {
      log.error({ err: error, consumer: database.service }, 'what was applied could not be told')
    }
  }
}

const redriven = (applied: number): RedriveOutcome => ({ outcome: 'redriven', applied })
