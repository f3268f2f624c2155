import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, Store } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import { behindOf, unsentOf } from './event-backlog.kafka.ts'
import type { EventLog, OnApplied, Subscriber } from './event-log.ts'
import { startKafkaConsumer } from './kafka-consumer.ts'
import { kafkaPlaces } from './kafka-places.ts'
import { kafkaProducer } from './kafka-producer.ts'
import { type Brokers, prepareTopics } from './kafka-topics.ts'
import { startOutboxRelay } from './outbox-relay.ts'

type Deps = {
  /** `host:port` of some; they tell of the others. */
  readonly brokers: Brokers
  readonly log: Log
  /** Stands before the names of topics and groups; those of several shops may share a broker. */
  readonly prefix?: string
  /** How soon the partitions of a process that is gone are given to others. */
  readonly sessionMs?: number
  readonly onApplied?: OnApplied
}

type KafkaEventLog = EventLog & {
  /** Says that a service announced something in another process, which is else found in 0.2 s. */
  wake(service: string): void
}

/** The shortest that brokers allow unless they are told otherwise. */
const SESSION_MS = 6_000
const LOOK_AGAIN_MS = 10

/**
 * The event log of many processes, over Kafka: one topic `<prefix>.<service>` for each service, a
 * subject's events in one partition, one group of consumers for each service that listens.
 * Announced events wait in their outbox while Kafka is gone; nobody who sells waits for it. Once
 * in effect: what Kafka brings twice, the consumer's inbox knows.
 *
 * Give it the databases of the services that run here, and who of them listens. Throws
 * `EventLogUnusable`, one sentence, where no broker answers or a topic is not as it must be.
 */
export async function kafkaEventLog(
  { brokers, log, prefix = 'firstcome', sessionMs = SESSION_MS, onApplied }: Deps,
  databases: readonly Database<Store>[],
  subscribers: readonly Subscriber[],
): Promise<KafkaEventLog> {
  const nameOf = (service: string) => `${prefix}.${service}`
  const heard = subscribers.flatMap(({ subscription }) => subscription.sources)
  const services = new Set([...databases.map(({ service }) => service), ...heard])
  await prepareTopics(brokers, [...services].map(nameOf))

  await using opened = new AsyncDisposableStack()
  const places = opened.use(kafkaPlaces(brokers))
  const producer = opened.use(kafkaProducer(brokers, prefix))
  const holder = randomUUID()
  const relays = new Map(
    databases.map(database => {
      const topic = nameOf(database.service)
      const relay = startOutboxRelay(
        { log, holder, send: events => producer.send(topic, events) },
        database,
      )
      return [database.service, opened.use(relay)]
    }),
  )
  const groups = subscribers.map(subscriber => {
    const groupId = nameOf(subscriber.database.service)
    const { sources } = subscriber.subscription
    const topics = new Map(sources.map(source => [nameOf(source), source]))
    opened.use(
      startKafkaConsumer(
        { brokers, log, groupId, sources: topics, sessionMs, ...(onApplied && { onApplied }) },
        subscriber,
      ),
    )
    return { groupId, consumer: subscriber.database.service, topics: [...topics.keys()], sources }
  })

  /** Applying may announce, so that the outboxes are looked at last, and the log's end again. */
  async function isSettled(): Promise<boolean> {
    const ends = await places.ends([...services].map(nameOf))
    for (const group of groups) if (!(await places.hasReached(group, ends))) return false
    for (const { events } of databases) {
      const { rows } = await events.readAnnounced({ after: 0, limit: 1, types: [] })
      if (rows.length > 0) return false
    }
    const endsNow = await places.ends([...services].map(nameOf))
    return [...ends].every(([place, end]) => endsNow.get(place) === end)
  }

  async function isSettledOrGone(): Promise<boolean> {
    try {
      return await isSettled()
    } catch (error) {
      log.debug({ err: error }, 'nobody can tell yet whether all events were applied')
      return false
    }
  }

  const all = opened.move()
  return {
    unsent: () => unsentOf(databases),
    behind: () => behindOf(places, groups),
    wake: service => relays.get(service)?.wake(),
    async settled() {
      while (!(await isSettledOrGone())) await sleep(LOOK_AGAIN_MS)
    },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}
