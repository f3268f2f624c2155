import { ConstraintViolated, type LogTables } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { Job } from './jobs.ts'

type Deps = {
  /** Of the database of the service whose jobs these are; its clock decides. */
  readonly leases: Pick<LogTables, 'claimLease' | 'releaseLease'>
  /** Of this process, among all. */
  readonly holder: string
  readonly clock: Pick<Clock, 'wait'>
  readonly log: Log
  /** Of durations: never set back, and goes on while the process stands still. */
  readonly elapsedMs?: () => number
}

/** How long nobody else does the job of a process that has died. */
const LEASE_MS = 6_000
/** Long before its end a lease is kept, so that a slow database costs nobody's turn. */
const KEEP_MS = LEASE_MS / 3
/** Who does not have it asks more often, so that a job whose process has ended soon goes on. */
const ASK_AGAIN_MS = 1_000

type Held = { ours: boolean; askAgainAtMs: number }

export type JobLeases = AsyncDisposable & {
  /**
   * The same job, done by one process at a time. Where a process hangs in the middle of it and
   * wakes up too late there are two for a moment, which a job must bear anyway.
   */
  alone(job: Job): Job
}

/**
 * Leases for jobs, as rows of their service's database. Who has one keeps it while the job runs,
 * and lets it go when this is disposed, which comes after the end of the jobs.
 */
export function jobLeases({
  leases,
  holder,
  clock,
  log,
  elapsedMs = () => performance.now(),
}: Deps): JobLeases {
  const held = new Map<string, Held>()

  async function isOurs(name: string): Promise<boolean> {
    const known = held.get(name)
    // Before it is asked, so that what we believe ends earlier than what the database knows.
    const askedAtMs = elapsedMs()
    if (known !== undefined && askedAtMs < known.askAgainAtMs) return known.ours
    held.delete(name)
    const ours = await claim(name)
    held.set(name, { ours, askAgainAtMs: askedAtMs + (ours ? KEEP_MS : ASK_AGAIN_MS) })
    return ours
  }

  async function claim(name: string): Promise<boolean> {
    try {
      return await leases.claimLease({ name: `job:${name}`, holder, forMs: LEASE_MS })
    } catch (error) {
      // Two came first at the same moment, and the other had its row in.
      if (error instanceof ConstraintViolated) return false
      throw error
    }
  }

  async function runAlone(job: Job): Promise<void> {
    if (!(await isOurs(job.name))) return
    const ended = new AbortController()
    const keeping = keep(job.name, ended.signal)
    try {
      await job.run()
    } finally {
      ended.abort()
      await keeping
    }
  }

  async function keep(name: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      await clock.wait(KEEP_MS, signal)
      if (signal.aborted) return
      try {
        await isOurs(name)
      } catch (error) {
        // Another may begin when its time is over; this one goes on to its end.
        log.warn({ err: error, job: name }, 'a lease could not be kept')
      }
    }
  }

  return {
    alone: job => ({ ...job, run: () => runAlone(job) }),
    async [Symbol.asyncDispose]() {
      const ours = [...held].filter(([, { ours }]) => ours)
      held.clear()
      await Promise.all(ours.map(([name]) => leases.releaseLease({ name: `job:${name}`, holder })))
    },
  }
}
