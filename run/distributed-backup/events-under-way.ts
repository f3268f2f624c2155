import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { type ArrivedEvent, eventIn } from '#platform/events/event-message.ts'
import type { KafkaPlaces, Places } from '#platform/events/kafka-places.ts'
import { kafkaProducer } from '#platform/events/kafka-producer.ts'
import { readBetween } from '#platform/events/kafka-reading.ts'
import { prepareTopics } from '#platform/events/kafka-topics.ts'
import type { Distributed } from '#platform/shop-profile.ts'
import { listeners } from '#run/listeners.ts'
import { prefixOf } from '#run/shop-prefix.ts'
import { shopTopics } from '#run/shop-topics.ts'

const heard = [...new Set(Object.values(listeners).flat())]

export const topicsOf = (profile: Distributed): readonly string[] =>
  heard.map(topic => `${prefixOf(profile)}.${topic}`)

/**
 * Up to where every consumer has applied each topic. Asked before the moment of a backup, it is never
 * ahead of what the databases show then.
 */
export async function appliedByAll(places: KafkaPlaces, profile: Distributed): Promise<Places> {
  const prefix = prefixOf(profile)
  const least = new Map(await places.begins(topicsOf(profile)))
  const byPlace = new Map<string, bigint[]>()
  for (const [listener, heard] of Object.entries(listeners)) {
    const topics = heard.map(topic => `${prefix}.${topic}`)
    const goesOnAt = await places.goesOnAt({ groupId: `${prefix}.${listener}`, topics })
    for (const [place, offset] of goesOnAt) {
      byPlace.set(place, [...(byPlace.get(place) ?? []), offset])
    }
  }
  for (const [place, begin] of least) {
    const [first = begin, ...others] = byPlace.get(place) ?? []
    const slowest = others.reduce((one, other) => (one < other ? one : other), first)
    if (slowest > begin) least.set(place, slowest)
  }
  return least
}

type Span = { readonly from: Places; readonly to: Places }

/**
 * Writes the events that were sent and not applied by everybody, a line each. Gives how many. What is
 * on the log and no event of ours is left out: it would be put to the dead letters.
 */
export async function writeUnderWay(
  profile: Distributed,
  span: Span,
  path: string,
): Promise<number> {
  let count = 0
  async function* lines(): AsyncGenerator<string> {
    const prefix = prefixOf(profile)
    const { serviceOf } = shopTopics(prefix)
    for await (const message of readBetween({ ...profile, prefix }, span)) {
      const event = eventIn(message, serviceOf(message.topic))
      if ('reason' in event) continue
      count++
      yield `${JSON.stringify(event)}\n`
    }
  }
  await pipeline(lines(), createWriteStream(path, { mode: 0o600, flush: true }))
  return count
}

const BATCH = 500

/** Puts them onto a log that has nothing yet, before anything else comes onto it. Gives how many. */
export async function sendUnderWay(profile: Distributed, path: string): Promise<number> {
  const prefix = prefixOf(profile)
  await prepareTopics(profile.brokers, topicsOf(profile))
  await using producer = kafkaProducer(profile.brokers, prefix, shopTopics(prefix))
  let count = 0
  let waiting: ArrivedEvent[] = []
  async function send(): Promise<void> {
    // In one order, as a relay keeps it.
    await producer.send(waiting)
    count += waiting.length
    waiting = []
  }
  for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
    waiting.push(JSON.parse(line) as ArrivedEvent)
    if (waiting.length >= BATCH) await send()
  }
  await send()
  return count
}
