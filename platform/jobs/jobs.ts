import { wasTold } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Clock } from '#platform/time/clock.ts'

/** Work that a service does by itself, again and again. */
export type Job = {
  /** `<service>.<verb_noun>`: `members.send_pending_mail`. */
  readonly name: string
  readonly everyMs: number
  /** Each process does it for itself; else one does it for all. */
  readonly everywhere?: true
  /** May be called early by `wake`; must be safe to repeat. */
  readonly run: () => Promise<void>
}

export type RunningJobs = AsyncDisposable & {
  /** Runs a job now instead of at its time. */
  wake(name: string): void
}

/** A job that goes on failing is told of once in so long: many run several times a second. */
const TOLD_AGAIN_MS = 60_000

/** Runs each job at its pace until disposed; one run of a job never overlaps the next. */
export function runJobs(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  jobs: readonly Job[],
): RunningJobs {
  const stop = new AbortController()
  const wakers = new Map<string, () => void>()

  async function keepRunning(job: Job): Promise<void> {
    let toldAtMs: number | null = null
    while (!stop.signal.aborted) {
      const pause = new AbortController()
      wakers.set(job.name, () => pause.abort())
      try {
        await job.run()
        if (toldAtMs !== null) log.info({ job: job.name }, 'a job that failed works again')
        toldAtMs = null
      } catch (error) {
        const nowMs = clock.nowMs()
        const isNews = toldAtMs === null || nowMs - toldAtMs >= TOLD_AGAIN_MS
        if (isNews && !stop.signal.aborted && !wasTold(error)) {
          toldAtMs = nowMs
          log.warn({ err: error, job: job.name }, 'a job failed and will run again')
        }
      }
      await clock.wait(job.everyMs, AbortSignal.any([stop.signal, pause.signal]))
    }
  }

  const running = jobs.map(keepRunning)
  return {
    wake: name => wakers.get(name)?.(),
    async [Symbol.asyncDispose]() {
      stop.abort()
      await Promise.all(running)
    },
  }
}
