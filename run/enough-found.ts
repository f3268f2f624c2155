import type { Log } from '#platform/measures/log.ts'
import type { Clock } from '#platform/time/clock.ts'
import { type ServiceName, serviceNames } from './services.ts'

type Deps = {
  /** The services that do not run here. */
  readonly elsewhere: readonly ServiceName[]
  readonly isFound: (service: ServiceName) => boolean
  readonly clock: Pick<Clock, 'nowMs'>
  readonly log: Log
}

/** Longer than a shop takes to start as a whole: nobody is to see half of it. */
const PATIENCE_MS = 20_000

/** Mails are sent later, and nobody sees the difference. */
const NOT_WAITED_FOR: ReadonlySet<ServiceName> = new Set(['notifications'])

/**
 * Whether a door may be opened: each service was found once, or is waited for no longer, because a
 * shop that lacks a part goes on with the others. What is lost later, its callers bear.
 */
export function enoughFound({ elsewhere, isFound, clock, log }: Deps): () => boolean {
  const missing = new Set(elsewhere)
  const sinceMs = clock.nowMs()
  let isEnough = false

  function look(): boolean {
    for (const service of missing) if (isFound(service)) missing.delete(service)
    if ([...missing].every(service => NOT_WAITED_FOR.has(service))) return true
    if (clock.nowMs() - sinceMs < PATIENCE_MS || missing.size === serviceNames.length) return false
    log.warn({ missing: [...missing] }, 'the gateway opens without services that are not found')
    return true
  }

  return () => {
    isEnough ||= look()
    return isEnough
  }
}
