import { setTimeout as sleep } from 'node:timers/promises'

/** The one source of instants. Integer milliseconds since 1970, UTC. */
export type Clock = {
  nowMs(): number
  /** Resolves when `ms` have passed by this clock, or the signal aborts, whichever is first. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
  /** Where another thread of this process reads the same time; null where it is the system's. */
  readonly shared: SharedArrayBuffer | null
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  wait: (ms, signal) =>
    sleep(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
      if (!signal?.aborted) throw error
    }),
  shared: null,
}

/** The clock that a thread reads, given what `Clock.shared` was where it was started. */
export function readSharedClock(shared: SharedArrayBuffer | null): () => number {
  if (shared === null) return () => Date.now()
  const cell = new BigInt64Array(shared)
  return () => Number(Atomics.load(cell, 0))
}
