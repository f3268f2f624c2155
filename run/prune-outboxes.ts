import type { Clock } from '#platform/clock.ts'
import type { Database, Store } from '#platform/database.ts'
import type { Subscriber } from '#platform/event-log.ts'
import type { Job } from '#platform/jobs.ts'

type Deps = {
  readonly clock: Clock
  readonly databases: readonly Database<Store>[]
  readonly subscribers: readonly Subscriber[]
}

/** How long an event stays where it was announced after everybody has it: for those who look. */
const KEPT_MS = 86_400_000

/** Lets old events go that every consumer has. */
export function pruneOutboxesJob({ clock, databases, subscribers }: Deps): Job {
  async function prune({ service: source, events }: Database<Store>): Promise<void> {
    const consumers = subscribers.filter(({ subscription }) =>
      subscription.sources.includes(source),
    )
    const seen = await Promise.all(
      consumers.map(({ database }) => database.events.readCursor({ source })),
    )
    const bounds = {
      upTo: Math.min(Number.MAX_SAFE_INTEGER, ...seen),
      beforeMs: clock.nowMs() - KEPT_MS,
    }
    while ((await events.pruneOutbox(bounds)) > 0) {
      // Each round is a transaction of its own, between which others have their turn.
    }
  }
  return {
    name: 'prune outboxes',
    everyMs: 600_000,
    async run() {
      for (const database of databases) await prune(database)
    },
  }
}
