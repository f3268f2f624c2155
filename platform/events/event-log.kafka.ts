import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, Store } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import { behindOf, unsentOf } from './event-backlog.kafka.ts'
import type { EventLog, OnApplied, Subscriber } from './event-log.ts'
import { startKafkaConsumer } from './kafka-consumer.ts'
import { kafkaPlaces } from './kafka-places.ts'
import { kafkaProducer } from './kafka-producer.ts'
import { type Apart, kafkaTopicNames } from './kafka-topic-names.ts'
import { type Brokers, prepareTopics } from './kafka-topics.ts'
import { startOutboxRelay } from './outbox-relay.ts'

type Deps = {
  /** `host:port` of some; they tell of the others. */
  readonly brokers: Brokers
  readonly log: Log
  /** Stands before the names of topics and groups; those of several shops may share a broker. */
  readonly prefix?: string
  /** What travels apart; nothing unless told. */
  readonly apart?: Apart
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
 * The event log of many processes, over Kafka: a topic `<prefix>.<service>` for each service and one
 * for what travels apart, a subject's events in one partition, a group of consumers for each service
 * that listens.
 * Announced events wait in their outbox while Kafka is gone; nobody who sells waits for it. Once
 * in effect: what Kafka brings twice, the consumer's inbox knows.
 *
 * Give it the databases of the services that run here, and who of them listens. Throws
 * `EventLogUnusable`, one sentence, where no broker answers or a topic is not as it must be.
 */
export async function kafkaEventLog(
  { brokers, log, prefix = 'firstcome', apart = {}, sessionMs = SESSION_MS, onApplied }: Deps,
  databases: readonly Database<Store>[],
  subscribers: readonly Subscriber[],
): Promise<KafkaEventLog> {
  const names = kafkaTopicNames(prefix, apart)
  const heard = subscribers.flatMap(({ subscription }) => subscription.sources)
  const services = new Set([...databases.map(({ service }) => service), ...heard])
  const topics = [...services].flatMap(names.topicsOf)
  await prepareTopics(brokers, topics)

  await using opened = new AsyncDisposableStack()
  const places = opened.use(kafkaPlaces(brokers))
  const producer = opened.use(kafkaProducer(brokers, prefix, names))
  const holder = randomUUID()
  const relays = new Map(
    databases.map(database => {
      const relay = startOutboxRelay({ log, holder, send: producer.send }, database)
      return [database.service, opened.use(relay)]
    }),
  )
  const groups = subscribers.map(subscriber => {
    const consumer = subscriber.database.service
    const groupId = `${prefix}.${consumer}`
    const heard = names.heardBy(subscriber.subscription)
    opened.use(
      startKafkaConsumer(
        { brokers, log, groupId, sources: heard, sessionMs, ...(onApplied && { onApplied }) },
        subscriber,
      ),
    )
    return { groupId, consumer, topics: [...heard.keys()], sources: heard }
  })

  /** Applying may announce, so that the outboxes are looked at last, and the log's end again. */
  async function isSettled(): Promise<boolean> {
    const ends = await places.ends(topics)
    for (const group of groups) if (!(await places.hasReached(group, ends))) return false
    for (const { events } of databases) {
      const { rows } = await events.readAnnounced({ after: 0, limit: 1, types: [] })
      if (rows.length > 0) return false
    }
    const endsNow = await places.ends(topics)
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
