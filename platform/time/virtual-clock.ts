import type { Clock } from './clock.ts'

type Sleeper = { readonly wakeAtMs: number; readonly wake: () => void }

/** A clock that stands still until a test moves it. Its waiters wake in the order of their time. */
export type VirtualClock = Clock & {
  set(nowMs: number): void
  advance(ms: number): void
}

export function virtualClock(startMs = Date.UTC(2026, 10, 21, 3)): VirtualClock {
  const shared = new SharedArrayBuffer(8)
  const cell = new BigInt64Array(shared)
  Atomics.store(cell, 0, BigInt(startMs))
  const sleepers = new Set<Sleeper>()
  const nowMs = () => Number(Atomics.load(cell, 0))

  function set(toMs: number): void {
    Atomics.store(cell, 0, BigInt(toMs))
    const due = [...sleepers].filter(sleeper => sleeper.wakeAtMs <= toMs)
    for (const sleeper of due.sort((a, b) => a.wakeAtMs - b.wakeAtMs)) sleeper.wake()
  }

  return {
    nowMs,
    shared,
    set,
    advance: ms => set(nowMs() + ms),
    wait: (ms, signal) =>
      new Promise(resolve => {
        if (ms <= 0 || signal?.aborted) return resolve()
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = { wakeAtMs: nowMs() + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
      }),
  }
}
