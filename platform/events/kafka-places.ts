import { Admin, ListOffsetTimestamps } from '@platformatic/kafka'
import { endOf } from '#platform/end-of.ts'
import { withWholeAnswers } from './kafka-answers.ts'
import type { Brokers } from './kafka-topics.ts'

/** An offset for each `topic/partition`. */
export type Places = ReadonlyMap<string, bigint>

export type KafkaPlaces = AsyncDisposable & {
  /** Where what is still kept of the partitions of these topics begins. */
  begins(topics: readonly string[]): Promise<Places>
  /** Where the partitions of these topics end now. */
  ends(topics: readonly string[]): Promise<Places>
  /** Whether a group goes on at these ends; one that would beyond them has yet to turn back. */
  hasReached(group: Group, ends: Places): Promise<boolean>
  /** Where a group goes on: where it has begun with nothing yet, at what is still kept. */
  goesOnAt(group: Group): Promise<Places>
}

type Group = { readonly groupId: string; readonly topics: readonly string[] }

const CLOSED_WITHIN_MS = 3_000

/** Looks where the log ends and how far its consumers are. */
export function kafkaPlaces(brokers: Brokers): KafkaPlaces {
  const admin = withWholeAnswers(
    new Admin({
      clientId: 'firstcome-places',
      bootstrapBrokers: [...brokers],
      ...{ connectTimeout: 2_000, requestTimeout: 10_000, retries: 1, retryDelay: 200 },
    }),
  )

  async function partitionsOf(topics: readonly string[]): Promise<[string, number[]][]> {
    const metadata = await admin.metadata({ topics: [...topics] })
    return topics.map(topic => {
      const count = metadata.topics.get(topic)?.partitionsCount ?? 0
      return [topic, Array.from({ length: count }, (_, partition) => partition)]
    })
  }

  /** -1 where nothing is. */
  async function committed({ groupId, topics }: Group): Promise<Places> {
    const wanted = await partitionsOf(topics)
    const named = wanted.map(([name, partitionIndexes]) => ({ name, partitionIndexes }))
    const groups = await admin.listConsumerGroupOffsets({ groups: [{ groupId, topics: named }] })
    return new Map(
      groups.flatMap(group =>
        group.topics.flatMap(({ name, partitions }) =>
          partitions.map(({ partitionIndex, committedOffset }): [string, bigint] => [
            `${name}/${partitionIndex}`,
            committedOffset,
          ]),
        ),
      ),
    )
  }

  async function placesAt(timestamp: bigint, topics: readonly string[]): Promise<Places> {
    const wanted = await partitionsOf(topics)
    const listed = await admin.listOffsets({
      topics: wanted.map(([name, partitions]) => ({
        name,
        partitions: partitions.map(partitionIndex => ({ partitionIndex, timestamp })),
      })),
    })
    return new Map(
      listed.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, offset }) => [`${name}/${partitionIndex}`, offset]),
      ),
    )
  }

  async function goesOnAt(group: Group): Promise<Places> {
    const [places, begins] = await Promise.all([
      committed(group),
      placesAt(ListOffsetTimestamps.EARLIEST, group.topics),
    ])
    return new Map(
      [...places].map(([place, offset]) => [
        place,
        offset < 0n ? (begins.get(place) ?? 0n) : offset,
      ]),
    )
  }

  return {
    begins: topics => placesAt(ListOffsetTimestamps.EARLIEST, topics),
    ends: topics => placesAt(ListOffsetTimestamps.LATEST, topics),
    async hasReached(group, ends) {
      const places = await goesOnAt(group)
      return [...places].every(([place, offset]) => offset === (ends.get(place) ?? 0n))
    },
    goesOnAt,
    async [Symbol.asyncDispose]() {
      await endOf(admin.close(), CLOSED_WITHIN_MS)
    },
  }
}
