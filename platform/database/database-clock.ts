import type { Log } from '#platform/measures/log.ts'
import { type Clock, systemClock } from '#platform/time/clock.ts'

/** A connection to the database, over which its clock is asked. */
export type TimeSource = AsyncDisposable & {
  /** Rejects where there is no answer. */
  ask(): Promise<number>
}

type Deps = {
  /** To whoever is the primary now: one that has become a replica may have a time of its own. */
  readonly connect: () => Promise<TimeSource>
  readonly log: Log
  /** Of durations: never set back. */
  readonly elapsedMs?: () => number
  readonly everyMs?: number
}

const EVERY_MS = 5_000
/** The quickest of so many answers tells best. */
const QUESTIONS = 3

/**
 * The database's clock, as this process follows it: whatever its own clock says, all processes of a
 * shop agree on what time it is, to within the time that an answer takes. It never goes back; while
 * the database cannot be asked, it goes on by itself.
 */
export async function databaseClock({
  connect,
  log,
  elapsedMs = () => performance.now(),
  everyMs = EVERY_MS,
}: Deps): Promise<Clock & AsyncDisposable> {
  const stop = new AbortController()
  let aheadMs = 0
  let lastMs = 0

  async function askOnce(time: TimeSource): Promise<{ aheadMs: number; tookMs: number }> {
    const fromMs = elapsedMs()
    const thereMs = await time.ask()
    const tookMs = elapsedMs() - fromMs
    return { aheadMs: thereMs - (fromMs + tookMs / 2), tookMs }
  }

  async function follow(): Promise<void> {
    await using time = await connect()
    let best = await askOnce(time)
    for (let more = 1; more < QUESTIONS; more++) {
      const next = await askOnce(time)
      if (next.tookMs < best.tookMs) best = next
    }
    aheadMs = best.aheadMs
  }

  async function keepFollowing(): Promise<void> {
    while (!stop.signal.aborted) {
      await systemClock.wait(everyMs, stop.signal)
      if (stop.signal.aborted) return
      try {
        await follow()
      } catch (error) {
        log.debug({ err: error }, 'the database does not tell the time; it goes on by itself')
      }
    }
  }

  await follow()
  const following = keepFollowing()
  return {
    nowMs() {
      lastMs = Math.max(lastMs, Math.floor(elapsedMs() + aheadMs))
      return lastMs
    },
    wait: systemClock.wait,
    shared: null,
    async [Symbol.asyncDispose]() {
      stop.abort()
      await following
    },
  }
}
