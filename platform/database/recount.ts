import type { Job } from '#platform/jobs/jobs.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'

/** Something that is counted otherwise than its rows say. */
export type Drift = {
  readonly invariant: string
  /** What it is about, by its ids and numbers; nothing personal. */
  readonly about: Readonly<Record<string, string | number | null>>
}

export type Recount = {
  /** `stock.recount_rows` */
  readonly job: string
  /** Their names, as the metric's label has them. */
  readonly invariants: readonly string[]
  /** Goes through the rows once, a slice for each step, and tells what each slice has shown. */
  readonly pass: () => AsyncGenerator<readonly Drift[], void>
}

type Deps = { readonly metrics: Metrics; readonly log: Log }

/** A slice so often: the rush has the database for itself in between. */
const EVERY_MS = 500

/**
 * A job that counts again from rows what a service keeps in counters. It tells what does not agree
 * and repairs nothing: what made it so is a bug, and would hide behind a repair. A slice a run;
 * what is told is of the last whole pass. Without metrics, in a test of something else, none.
 */
export function recountJobs(
  { metrics, log }: { readonly metrics?: Metrics | undefined; readonly log: Log },
  recount: Recount,
): Job[] {
  return metrics === undefined ? [] : [recountJob({ metrics, log }, recount)]
}

function recountJob({ metrics, log }: Deps, { job, invariants, pass }: Recount): Job {
  const drifts = new Map(invariants.map(invariant => [invariant, 0]))
  const passes = metrics.counter<'task'>({
    name: 'invariant_passes_total',
    help: 'Whole passes over the rows in which invariants were recounted.',
    labels: ['task'],
  })({ task: job })
  metrics.gauges(
    {
      name: 'invariant_drift',
      help: 'Things whose counters, orders, money or ledger differ from what their rows say; must be 0.',
      labels: ['invariant'],
    },
    () => [...drifts].map(([invariant, count]) => [{ invariant }, count]),
  )
  let going = pass()
  let found: Drift[] = []
  let told = new Set<string>()

  function end(): void {
    const keys = new Set(found.map(drift => JSON.stringify(drift)))
    for (const invariant of invariants) {
      drifts.set(invariant, found.filter(drift => drift.invariant === invariant).length)
    }
    for (const { invariant, about } of found) {
      if (told.has(JSON.stringify({ invariant, about }))) continue
      log.error({ invariant, ...about }, 'what is counted differs from what the rows say')
    }
    told = keys
    found = []
    going = pass()
    passes.add()
  }

  return {
    name: job,
    everyMs: EVERY_MS,
    async run() {
      try {
        const slice = await going.next()
        if (slice.done) end()
        else found.push(...slice.value)
      } catch (error) {
        going = pass()
        found = []
        throw error
      }
    },
  }
}
