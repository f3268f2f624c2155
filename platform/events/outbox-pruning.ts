import type { Database, EventTables, Store } from '#platform/database/database.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { Subscriber } from './event-log.ts'

type Deps = {
  readonly clock: Clock
  /** How long an event is kept though everybody has it: for whoever looks into what happened. */
  readonly keptMs: number
}

/**
 * Forgets announced events that every consumer has passed and that are older than the retention.
 * What a consumer has not applied yet stays, however old. A consumer that is added to a source
 * later hears what is still there.
 */
export function outboxPruning(
  { clock, keptMs }: Deps,
  databases: readonly Database<Store>[],
  subscribers: readonly Subscriber[],
): Job {
  async function prune({ service, events }: Database<Store>): Promise<void> {
    const consumers = subscribers.filter(each => each.subscription.sources.includes(service))
    const passed = await Promise.all(consumers.map(each => wantedUpTo(events, service, each)))
    const upTo = Math.min(Number.MAX_SAFE_INTEGER, ...passed)
    const beforeMs = clock.nowMs() - keptMs
    // A transaction each, so that nobody waits long for one.
    while ((await events.pruneOutbox({ upTo, beforeMs })) > 0);
  }

  return {
    name: 'platform.prune_outboxes',
    everyMs: 60_000,
    async run() {
      for (const database of databases) await prune(database)
    },
  }
}

/** Up to which number the consumer has applied, or passed over, whatever it wants to hear. */
async function wantedUpTo(
  events: EventTables,
  source: string,
  { database, subscription }: Subscriber,
): Promise<number> {
  const after = await database.events.readCursor({ source })
  const { types = [] } = subscription
  const { rows, upTo } = await events.readAnnounced({ after, limit: 1, types })
  return rows[0] === undefined ? upTo : rows[0].number - 1
}
