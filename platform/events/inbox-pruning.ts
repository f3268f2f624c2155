import type { Database, Store } from '#platform/database/database.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import type { Clock } from '#platform/time/clock.ts'

type Deps = {
  readonly clock: Pick<Clock, 'nowMs'>
  /** How long it is known that an event was taken: longer than any log may bring it again. */
  readonly keptMs: number
}

/** Forgets which events of these sources were taken, once that is long ago. */
export function inboxPruning(
  { clock, keptMs }: Deps,
  { service, events }: Database<Store>,
  sources: readonly string[],
): Job {
  return {
    name: `${service}.prune_inbox`,
    everyMs: 60_000,
    async run() {
      const beforeMs = clock.nowMs() - keptMs
      for (const source of sources) {
        // A transaction each, so that nobody waits long for one.
        while ((await events.pruneInbox({ source, beforeMs })) > 0);
      }
    },
  }
}
