import { Admin, ListOffsetTimestamps } from '@platformatic/kafka'
import { endOf } from './end-of.ts'
import type { Brokers } from './kafka-topics.ts'

/** An offset for each `topic/partition`. */
export type Places = ReadonlyMap<string, bigint>

export type KafkaPlaces = AsyncDisposable & {
  /** Where the partitions of these topics end now. */
  ends(topics: readonly string[]): Promise<Places>
  /** Whether a group has committed all that lies before these ends. */
  hasReached(group: Group, ends: Places): Promise<boolean>
}

type Group = { readonly groupId: string; readonly topics: readonly string[] }

const CLOSED_WITHIN_MS = 3_000

/** Looks where the log ends and how far its consumers are. */
export function kafkaPlaces(brokers: Brokers): KafkaPlaces {
  const admin = new Admin({
    clientId: 'firstcome-places',
    bootstrapBrokers: [...brokers],
    ...{ connectTimeout: 2_000, requestTimeout: 10_000, retries: 1, retryDelay: 200 },
  })

  async function partitionsOf(topics: readonly string[]): Promise<[string, number[]][]> {
    const metadata = await admin.metadata({ topics: [...topics] })
    return topics.map(topic => {
      const count = metadata.topics.get(topic)?.partitionsCount ?? 0
      return [topic, Array.from({ length: count }, (_, partition) => partition)]
    })
  }

  return {
    async ends(topics) {
      const wanted = await partitionsOf(topics)
      const listed = await admin.listOffsets({
        topics: wanted.map(([name, partitions]) => ({
          name,
          partitions: partitions.map(partitionIndex => ({
            partitionIndex,
            timestamp: ListOffsetTimestamps.LATEST,
          })),
        })),
      })
      return new Map(
        listed.flatMap(({ name, partitions }) =>
          partitions.map(({ partitionIndex, offset }) => [`${name}/${partitionIndex}`, offset]),
        ),
      )
    },
    async hasReached({ groupId, topics }, ends) {
      const wanted = await partitionsOf(topics)
      const groups = await admin.listConsumerGroupOffsets({
        groups: [
          {
            groupId,
            topics: wanted.map(([name, partitionIndexes]) => ({ name, partitionIndexes })),
          },
        ],
      })
      return groups.every(group =>
        group.topics.every(({ name, partitions }) =>
          partitions.every(
            ({ partitionIndex, committedOffset }) =>
              committedOffset >= (ends.get(`${name}/${partitionIndex}`) ?? 0n) ||
              ends.get(`${name}/${partitionIndex}`) === 0n,
          ),
        ),
      )
    },
    async [Symbol.asyncDispose]() {
      await endOf(admin.close(), CLOSED_WITHIN_MS)
    },
  }
}
