import type { Database, Store } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Counter, Metrics } from '#platform/measures/metrics.ts'
import { readBeforeText, readEach } from '#platform/measures/metrics-reading.ts'
import type { EventLog, OnApplied } from './event-log.ts'

/** Counts what is applied, once a batch. */
export function measureApplied(metrics: Metrics): OnApplied {
  const applied = metrics.counter<'consumer' | 'source' | 'type'>({
    name: 'events_applied_total',
    help: 'Events that a service has applied, by who announced them and what they tell.',
    labels: ['consumer', 'source', 'type'],
  })
  const seconds = metrics.histogram<'consumer'>({
    name: 'events_batch_seconds',
    help: 'How long a consumer took to apply a batch of events.',
    labels: ['consumer'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  })
  const counters = new Map<string, Counter>()
  return ({ consumer, source, counts, tookMs }) => {
    for (const [type, count] of counts) {
      const key = `${consumer} ${source} ${type}`
      const counter = counters.get(key) ?? applied({ consumer, source, type })
      counters.set(key, counter)
      counter.add(count)
    }
    seconds({ consumer }).observe(tookMs / 1_000)
  }
}

type Deps = {
  readonly metrics: Metrics
  readonly log: Log
  readonly events: Pick<EventLog, 'unsent' | 'behind'>
  /** Of the services of this process. */
  readonly databases: readonly Database<Store>[]
}

/** What waits between services: in outboxes, before consumers, and in the dead letters. */
export function measureBacklog({ metrics, log, events, databases }: Deps): void {
  const common = { metrics, log }
  const unsent = readBeforeText({ ...common, what: 'outboxes', read: () => events.unsent() })
  const behind = readBeforeText({ ...common, what: 'consumers', read: () => events.behind() })
  const letters = readBeforeText({
    ...common,
    what: 'dead letters',
    read: () =>
      readEach(
        databases.map(async database => ({
          service: database.service,
          count: await database.events.countDeadLetters(null),
        })),
      ),
  })
  metrics.gauges(
    {
      name: 'outbox_oldest_seconds',
      help: 'The age of the oldest event that a service announced and that is still on its way; 0 where none is.',
      labels: ['service'],
    },
    () => (unsent() ?? []).map(({ service, oldestMs }) => [{ service }, oldestMs / 1_000]),
  )
  metrics.gauges(
    {
      name: 'outbox_events',
      help: 'Events that a service announced and that are still on their way.',
      labels: ['service'],
    },
    () => (unsent() ?? []).map(({ service, events: count }) => [{ service }, count]),
  )
  metrics.gauges(
    {
      name: 'consumer_lag_events',
      help: 'Events that a consumer has still to apply; not told while the log cannot be asked.',
      labels: ['consumer', 'source'],
    },
    () => (behind() ?? []).map(({ consumer, source, events: n }) => [{ consumer, source }, n]),
  )
  metrics.gauges(
    {
      name: 'dead_letters',
      help: 'Events that a service could not apply and that wait for an admin.',
      labels: ['service'],
    },
    () => (letters() ?? []).map(({ service, count }) => [{ service }, count]),
  )
}
