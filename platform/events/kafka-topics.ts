import { setTimeout as sleep } from 'node:timers/promises'
import { Admin, ConfigResourceTypes, UserError } from '@platformatic/kafka'
import { endOf } from '#platform/end-of.ts'
import { EventLogUnusable } from './event-log.ts'
import { copiesOver, settingsOf, unsafeSettings } from './kafka-topic-settings.ts'

export type Brokers = readonly string[]

/** Enough for as many processes of one service; a subject's order ends where their number changes. */
const PARTITIONS = 12

/** Topics appear at every broker a moment after they were made. */
const APPEARS_WITHIN_MS = 15_000

/** A broker that is busy starting answers within it; what is no Kafka would never. */
const ANSWERS_WITHIN_MS = 12_000
const CLOSED_WITHIN_MS = 3_000

/**
 * Throws `EventLogUnusable`, one sentence, where no broker answers, or where one of these topics is
 * there already and has too few partitions, or may lose events by its settings. Makes nothing. Gives
 * the cluster's own id. Where there are no topics, nothing is asked, and null given.
 */
export async function refuseUnusableTopics(
  brokers: Brokers,
  topics: readonly string[],
  answersWithinMs: number = ANSWERS_WITHIN_MS,
): Promise<string | null> {
  if (topics.length === 0) return null
  await using admin = adminOf(brokers)
  const present = await presentTopics(admin, brokers, answersWithinMs)
  const ours = topics.filter(topic => present.has(topic))
  if (ours.length > 0) await refuseUnusable(admin, brokers, ours)
  return (await admin.metadata({ topics: [] })).id
}

/**
 * Makes the topics that are not there, each with twelve partitions and so that it loses nothing; ten
 * processes may do it at once. Throws as `refuseUnusableTopics` does.
 */
export async function prepareTopics(brokers: Brokers, topics: readonly string[]): Promise<void> {
  if (topics.length === 0) return
  await using admin = adminOf(brokers)
  const present = await presentTopics(admin, brokers, ANSWERS_WITHIN_MS)
  const absent = topics.filter(topic => !present.has(topic))
  if (absent.length > 0) await createAll(admin, absent)
  await refuseUnusable(admin, brokers, topics)
}

function adminOf(brokers: Brokers): Admin & AsyncDisposable {
  const admin = new Admin({
    clientId: 'firstcome-start',
    bootstrapBrokers: [...brokers],
    ...{ connectTimeout: 2_000, requestTimeout: 10_000, retries: 3, retryDelay: 300 },
  })
  const closed = () => endOf(admin.close(), CLOSED_WITHIN_MS)
  return Object.assign(admin, { [Symbol.asyncDispose]: closed })
}

/** Its retries multiply with those of what it asks first, so that the whole has an end of its own. */
async function presentTopics(
  admin: Admin,
  brokers: Brokers,
  withinMs: number,
): Promise<ReadonlySet<string>> {
  const listed = admin.listTopics({ includeInternals: false })
  await endOf(listed, withinMs)
  const silent = new Error(`nothing that speaks Kafka answered within ${withinMs / 1_000} s`)
  try {
    return new Set(await Promise.race([listed, Promise.reject(silent)]))
  } catch (error) {
    throw new EventLogUnusable(
      `Kafka cannot be reached at ${brokers.join(', ')}: ${causeOf(error)}. Start it, or correct ` +
        'EVENTS_URL.',
      { cause: error },
    )
  }
}

async function refuseUnusable(
  admin: Admin,
  brokers: Brokers,
  topics: readonly string[],
): Promise<void> {
  const made = await untilThere(() => lookAt(admin, topics))
  const few = made.filter(({ partitions }) => partitions < PARTITIONS)
  if (few.length > 0) throw tooFew(few, brokers)
  const unsafe = made.filter(({ faults }) => faults.length > 0)
  if (unsafe.length > 0) throw mayLose(unsafe, brokers)
}

async function createAll(admin: Admin, topics: readonly string[]): Promise<void> {
  const { brokers } = await admin.metadata({ topics: [] })
  const copies = copiesOver(brokers.size)
  await Promise.all(topics.map(topic => create(admin, topic, copies)))
}

async function create(admin: Admin, topic: string, copies: number): Promise<void> {
  try {
    await admin.createTopics({
      topics: [topic],
      partitions: PARTITIONS,
      replicas: copies,
      configs: [...settingsOf(copies)],
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

type Made = {
  readonly topic: string
  readonly partitions: number
  readonly faults: ReturnType<typeof unsafeSettings>
}

async function lookAt(admin: Admin, topics: readonly string[]): Promise<readonly Made[]> {
  const metadata = await admin.metadata({ topics: [...topics], forceUpdate: true })
  const described = await admin.describeConfigs({
    resources: topics.map(topic => ({
      ...{ resourceType: ConfigResourceTypes.TOPIC, resourceName: topic },
    })),
  })
  const settings = new Map(described.map(({ resourceName, configs }) => [resourceName, configs]))
  return topics.map(topic => {
    const { partitionsCount = 0, partitions = [] } = metadata.topics.get(topic) ?? {}
    const copies = Math.min(...partitions.map(({ replicas }) => replicas.length))
    const present = new Map(settings.get(topic)?.map(({ name, value }) => [name, value ?? null]))
    return { topic, partitions: partitionsCount, faults: unsafeSettings(present, copies) }
  })
}

/** What was just made is known to all brokers a moment later. */
async function untilThere<Seen>(look: () => Promise<Seen>): Promise<Seen> {
  const endMs = performance.now() + APPEARS_WITHIN_MS
  for (;;) {
    try {
      return await look()
    } catch (error) {
      const isComing = error instanceof UserError || isSaid(error, 'UNKNOWN_TOPIC_OR_PARTITION')
      if (!isComing || performance.now() > endMs) {
        throw new EventLogUnusable(`The topics cannot be read: ${causeOf(error)}.`, {
          cause: error,
        })
      }
    }
    await sleep(100)
  }
}

function tooFew(few: readonly Made[], [broker]: Brokers): EventLogUnusable {
  const [{ topic } = { topic: '' }] = few
  const which = few.map(({ topic, partitions }) => `${topic} (${partitions})`).join(', ')
  return new EventLogUnusable(
    `There are topics with too few partitions, ${PARTITIONS} are needed: ${which}. Give them more ` +
      `while nothing is on its way, by a program in the bin folder of Kafka: kafka-topics.sh ` +
      `--bootstrap-server ${broker} --alter --topic ${topic} --partitions ${PARTITIONS}`,
  )
}

function mayLose(unsafe: readonly Made[], [broker]: Brokers): EventLogUnusable {
  const [{ topic, faults } = { topic: '', faults: [] }] = unsafe
  const which = unsafe.map(
    ({ topic, faults }) =>
      `${topic} (${faults.map(({ name, value }) => `${name}=${value}`).join(', ')})`,
  )
  const needed = faults.map(({ name, needed }) => `${name}=${needed}`).join(',')
  return new EventLogUnusable(
    `There are topics that may lose events before they were read: ${which.join(', ')}. Correct ` +
      `them by a program in the bin folder of Kafka: kafka-configs.sh --bootstrap-server ${broker} --alter --entity-type topics --entity-name ${topic} --add-config ${needed}`,
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
export function causeOf(error: unknown): string {
  const { errors = [], cause } = (error ?? {}) as KafkaError
  const inner = errors.at(-1) ?? cause
  if (inner !== undefined) return causeOf(inner)
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
}
