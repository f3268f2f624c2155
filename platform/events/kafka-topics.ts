import { setTimeout as sleep } from 'node:timers/promises'
import { Admin, UserError } from '@platformatic/kafka'
import { EventLogUnusable } from './event-log.ts'

export type Brokers = readonly string[]

/** Enough for as many processes of one service; a subject's order ends where their number changes. */
const PARTITIONS = 12

/** Topics appear at every broker a moment after they were made. */
const APPEARS_WITHIN_MS = 15_000

/**
 * Makes the topics that are not there, each with twelve partitions; ten processes may do it at
 * once. Throws `EventLogUnusable`, one sentence, where no broker answers or a topic has too few.
 */
export async function prepareTopics(brokers: Brokers, topics: readonly string[]): Promise<void> {
  const admin = new Admin({
    clientId: 'firstcome-start',
    bootstrapBrokers: [...brokers],
    ...{ connectTimeout: 2_000, requestTimeout: 10_000, retries: 3, retryDelay: 300 },
  })
  try {
    const present = await presentTopics(admin, brokers)
    const absent = topics.filter(topic => !present.has(topic))
    await Promise.all(absent.map(topic => create(admin, topic)))
    const few = await fewPartitions(admin, topics)
    if (few.length > 0) throw tooFew(few)
  } finally {
    await admin.close()
  }
}

async function presentTopics(admin: Admin, brokers: Brokers): Promise<ReadonlySet<string>> {
  try {
    return new Set(await admin.listTopics({ includeInternals: false }))
  } catch (error) {
    throw new EventLogUnusable(
      `Kafka cannot be reached at ${brokers.join(', ')}: ${causeOf(error)}. Start it, or correct ` +
        'EVENTS_URL.',
      { cause: error },
    )
  }
}

async function create(admin: Admin, topic: string): Promise<void> {
  try {
    await admin.createTopics({
      topics: [topic],
      partitions: PARTITIONS,
      // As many copies as the cluster makes by default.
      replicas: -1,
      // What is kept for how long goes by the broker's clock, and not by that of whoever writes.
      configs: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
    })
  } catch (error) {
    if (isSaid(error, 'TOPIC_ALREADY_EXISTS')) return
    throw new EventLogUnusable(
      `The topic ${topic} cannot be made: ${causeOf(error)}. Make it by hand with ${PARTITIONS} ` +
        'partitions, or let this program make topics.',
      { cause: error },
    )
  }
}

type Few = { readonly topic: string; readonly partitions: number }

async function fewPartitions(admin: Admin, topics: readonly string[]): Promise<Few[]> {
  const endMs = performance.now() + APPEARS_WITHIN_MS
  for (;;) {
    try {
      const metadata = await admin.metadata({ topics: [...topics], forceUpdate: true })
      return topics
        .map(topic => ({ topic, partitions: metadata.topics.get(topic)?.partitionsCount ?? 0 }))
        .filter(({ partitions }) => partitions < PARTITIONS)
    } catch (error) {
      if (!(error instanceof UserError) || performance.now() > endMs) {
        throw new EventLogUnusable(`The topics cannot be read: ${causeOf(error)}.`, {
          cause: error,
        })
      }
    }
    await sleep(100)
  }
}

function tooFew(few: readonly Few[]): EventLogUnusable {
  const [{ topic } = { topic: '' }] = few
  const which = few.map(({ topic, partitions }) => `${topic} (${partitions})`).join(', ')
  return new EventLogUnusable(
    `There are topics with too few partitions, ${PARTITIONS} are needed: ${which}. Give them more ` +
      `while nothing is on its way: kafka-topics.sh --alter --topic ${topic} ` +
      `--partitions ${PARTITIONS}.`,
  )
}

type KafkaError = Error & {
  readonly apiId?: string
  readonly errors?: readonly unknown[]
}

/** Whether the broker said this, at whatever depth. */
function isSaid(error: unknown, apiId: string): boolean {
  const { apiId: said, errors = [], cause } = (error ?? {}) as KafkaError
  return said === apiId || isCausedBy(cause, apiId) || errors.some(each => isSaid(each, apiId))
}

const isCausedBy = (cause: unknown, apiId: string): boolean =>
  cause !== undefined && isSaid(cause, apiId)

/** The innermost sentence: what surrounds it tells only that something failed. */
function causeOf(error: unknown): string {
  const { errors = [], cause } = (error ?? {}) as KafkaError
  const inner = errors.at(-1) ?? cause
  if (inner !== undefined) return causeOf(inner)
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
}
