import {
  type Consumer,
  consumerFetchesChannel,
  type FetchOptions,
  type fetchV17,
  findErrorBy,
  ListOffsetTimestamps,
} from '@platformatic/kafka'
import type { Log } from '#platform/measures/log.ts'
import type { Subscriber } from './event-log.ts'
import type { ArrivedEvent } from './event-message.ts'

type Deps = {
  readonly consumer: Consumer<string, string, string, string>
  readonly log: Log
  /** The service whose topic it is, for each topic. */
  readonly sources: ReadonlyMap<string, string>
  /** Told where a loss could not be noted: it has to be come upon again. */
  readonly onFailure: (error: unknown) => void
}

type LostPlaces = Disposable & {
  /** Resolves when all are noted: before that, nothing that comes after them may be committed. */
  noted(): Promise<void>
}

/**
 * Notes each place at which a consumer had to go on and that is not on the log. The library goes on
 * with the first that is there, and says nothing. What was lost does not come by waiting for it, and
 * the rest would be lost too; so we go on as well, and each loss is a dead letter, which alerts, and
 * lies there until an admin has seen to it.
 */
export function noteLostPlaces(
  { consumer, log, sources, onFailure }: Deps,
  { database }: Subscriber,
): LostPlaces {
  let noted = Promise.resolve()

  async function note({ topicId, partition, at }: LostPlace): Promise<void> {
    const { topics } = await consumer.metadata({ topics: [...sources.keys()] })
    const [topic = ''] = [...topics].find(([, { id }]) => id === topicId) ?? []
    const source = sources.get(topic)
    if (source === undefined) throw new Error(`nobody asked for the topic ${topicId}`)
    const timestamp = ListOffsetTimestamps.EARLIEST
    const begins = (await consumer.listOffsets({ topics: [topic], timestamp })).get(topic)
    const offset = begins?.[partition] ?? 0n
    const event = letterOf(source, `${topic}/${partition}@${at}`)
    const isNew = await database.events.buryOnce({ event, reason: reasonOf(at, offset) })
    const about = { consumer: database.service, place: event.id, goesOnAt: `${offset}` }
    if (isNew) log.error(about, 'events are no more on the log, and were not read here')
    await consumer.commit({ offsets: [{ topic, partition, offset, leaderEpoch: -1 }] })
  }

  function onError(fetch: unknown): void {
    const { client, options, error } = fetch as FailedFetch
    if (client !== consumer) return
    for (const place of lostIn(options, error)) {
      noted = noted.then(() => note(place))
      noted.catch(onFailure)
    }
  }

  consumerFetchesChannel.error.subscribe(onError)
  return {
    noted: () => noted,
    [Symbol.dispose]() {
      consumerFetchesChannel.error.unsubscribe(onError)
    },
  }
}

/** What the library tells of a fetch that failed. */
type FailedFetch = {
  readonly client: unknown
  readonly options: FetchOptions<string, string, string, string>
  readonly error: Error & { readonly response?: fetchV17.FetchResponse }
}

type LostPlace = { readonly topicId: string; readonly partition: number; readonly at: bigint }

/** OFFSET_OUT_OF_RANGE, of Kafka's protocol. */
const OUT_OF_RANGE = 1

function lostIn({ topics }: FailedFetch['options'], error: FailedFetch['error']): LostPlace[] {
  if (!findErrorBy(error, 'apiId', 'OFFSET_OUT_OF_RANGE')) return []
  const lost = new Set(
    error.response?.responses.flatMap(({ topicId, partitions }) =>
      partitions.flatMap(({ partitionIndex, errorCode }) =>
        errorCode === OUT_OF_RANGE ? [`${topicId}/${partitionIndex}`] : [],
      ),
    ),
  )
  return topics.flatMap(({ topicId, partitions }) =>
    partitions.flatMap(({ partition, fetchOffset: at }) =>
      lost.has(`${topicId}/${partition}`) ? [{ topicId, partition, at }] : [],
    ),
  )
}

/** It blocks no subject: whose events were lost, nobody knows. */
const letterOf = (source: string, place: string): ArrivedEvent => ({
  ...{ id: place.slice(-100), source, type: '(lost)', subject: place.slice(-100) },
  ...{ version: 0, timeMs: 0, data: '' },
})

function reasonOf(at: bigint, begins: bigint): string {
  return at < begins
    ? `${begins - at} events from this place on were deleted before they were read here.`
    : `The log ends before this place, where it was to go on: it is read from ${begins} on.`
}
