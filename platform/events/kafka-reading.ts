import { randomUUID } from 'node:crypto'
import { Consumer, stringDeserializers } from '@platformatic/kafka'
import { endOf } from '#platform/end-of.ts'
import type { ArrivedMessage } from './event-message.ts'
import type { Places } from './kafka-places.ts'
import type { Brokers } from './kafka-topics.ts'

type Span = {
  /** Where each partition begins to be read; one that is not named is not read. */
  readonly from: Places
  /** Where it ends: what lies there is not read any more. */
  readonly to: Places
}

const CLOSED_WITHIN_MS = 3_000

/**
 * All that lies between these places, in the order of each partition. Whoever consumes is not
 * disturbed: it is read by a group of its own, which commits nothing. Rejects where the log breaks off.
 */
export async function* readBetween(
  { brokers, prefix }: { readonly brokers: Brokers; readonly prefix: string },
  { from, to }: Span,
): AsyncGenerator<ArrivedMessage> {
  const open = new Map([...from].filter(([place, offset]) => offset < (to.get(place) ?? 0n)))
  if (open.size === 0) return
  const offsets = [...to.keys()].map(place => {
    const { topic, partition } = partsOf(place)
    return { topic, partition, offset: open.get(place) ?? to.get(place) ?? 0n }
  })
  const groupId = `${prefix}.reading-${randomUUID()}`
  const consumer = new Consumer({
    ...{ clientId: groupId, groupId, bootstrapBrokers: [...brokers] },
    ...{ deserializers: stringDeserializers, autocommit: false, connectTimeout: 2_000 },
    ...{ retries: 2, retryDelay: 200, maxWaitTime: 200 },
  })
  try {
    const topics = [...new Set(offsets.map(({ topic }) => topic))]
    const stream = await consumer.consume({
      ...{ topics, mode: 'manual', offsets, fallbackMode: 'earliest' },
    })
    for await (const message of stream) {
      const place = `${message.topic}/${message.partition}`
      const end = to.get(place) ?? 0n
      if (open.has(place) && message.offset < end) yield message
      if (message.offset + 1n >= end) open.delete(place)
      if (open.size === 0) return
    }
    throw new Error('the log broke off before its end')
  } finally {
    await endOf(Promise.resolve(consumer.leaveGroup(true)), CLOSED_WITHIN_MS)
    await endOf(consumer.close(true), CLOSED_WITHIN_MS)
  }
}

function partsOf(place: string): { topic: string; partition: number } {
  const at = place.lastIndexOf('/')
  return { topic: place.slice(0, at), partition: Number(place.slice(at + 1)) }
}
