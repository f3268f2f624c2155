/** Knows when this process has more to do than it can, and says so before it takes on more. */
export type LoadGuard = Disposable & {
  /** True: whatever comes now is better refused at once than answered late. */
  overloaded(): boolean
  begin(): void
  end(): void
  inFlight(): number
  /** How late the event loop is, in milliseconds, smoothed. */
  delayMs(): number
}

export type LoadLimits = { readonly maxInFlight: number; readonly maxDelayMs: number }

/** How often the event loop's delay is looked at. */
const LOOK_EVERY_MS = 100

/**
 * How much the newest look counts. Together with the bound on what one look can say, a single long
 * pause (a start, a collection of garbage) is never an overload.
 */
const NEWEST_WEIGHT = 0.3

export function loadGuard({ maxInFlight, maxDelayMs }: LoadLimits): LoadGuard {
  let inFlight = 0
  let delayMs = 0
  let lookedAtMs = performance.now()
  const timer = setInterval(() => {
    const nowMs = performance.now()
    const lateMs = Math.max(0, nowMs - lookedAtMs - LOOK_EVERY_MS)
    delayMs += NEWEST_WEIGHT * (Math.min(lateMs, 2 * maxDelayMs) - delayMs)
    lookedAtMs = nowMs
  }, LOOK_EVERY_MS).unref()

  return {
    overloaded: () => inFlight >= maxInFlight || delayMs > maxDelayMs,
    begin() {
      inFlight++
    },
    end() {
      inFlight--
    },
    inFlight: () => inFlight,
    delayMs: () => delayMs,
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
