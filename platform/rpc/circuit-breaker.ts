import {
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker as cockatielBreaker,
  handleWhenResult,
} from 'cockatiel'
import type { Clock } from '#platform/time/clock.ts'

export type BreakerState = 'closed' | 'open' | 'half_open'

type CircuitBreakerDeps<Result> = {
  readonly clock: Pick<Clock, 'nowMs' | 'wait'>
  /** So many failures in a row open it. */
  readonly failures: number
  /** How long it is left alone before it is looked at again. */
  readonly openMs: number
  readonly isFailure: (result: Result) => boolean
  /** Looks whether it is well again. No shopper's call is spent on that. */
  readonly probe: () => Promise<Result>
  readonly onChange?: (state: BreakerState) => void
}

export type CircuitBreaker<Result> = Disposable & {
  readonly state: BreakerState
  /** When it came to this state, by the clock. */
  readonly sinceMs: number
  /** Runs this and counts how it went. To be asked only while it is closed. */
  run(work: () => Promise<Result>): Promise<Result>
}

const states: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Isolated]: 'open',
}

/**
 * A circuit breaker around something that may fail. While it is open it looks by itself, at every
 * `openMs`, whether it may close. `work` and `probe` give results and do not throw.
 */
export function circuitBreaker<Result>(deps: CircuitBreakerDeps<Result>): CircuitBreaker<Result> {
  const { clock, failures, openMs, isFailure, probe, onChange } = deps
  const ended = new AbortController()
  const policy: CircuitBreakerPolicy = cockatielBreaker(
    handleWhenResult(result => isFailure(result as Result)),
    // Its time is told by the wall clock, which may jump; ours is waited for, so it is told none.
    { breaker: new ConsecutiveBreaker(failures), halfOpenAfter: Number.NEGATIVE_INFINITY },
  )
  let sinceMs = clock.nowMs()
  policy.onStateChange(state => {
    sinceMs = clock.nowMs()
    onChange?.(states[state])
    if (state === CircuitState.Open) void lookLater()
  })

  async function lookLater(): Promise<void> {
    await clock.wait(openMs, ended.signal)
    if (!ended.signal.aborted) await policy.execute(probe)
  }

  return {
    get state() {
      return states[policy.state]
    },
    get sinceMs() {
      return sinceMs
    },
    run: work => policy.execute(work),
    [Symbol.dispose]: () => ended.abort(),
  }
}
