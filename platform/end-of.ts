import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits for the end of something, but not for longer than that, by the real time. How it ends is
 * of no interest here: it is for what is given up anyway.
 */
export async function endOf(work: Promise<unknown>, withinMs: number): Promise<void> {
  const stop = new AbortController()
  const late = sleep(withinMs, undefined, { signal: stop.signal })
  await Promise.race([Promise.allSettled([work]), late])
  stop.abort()
  await Promise.allSettled([late])
}
