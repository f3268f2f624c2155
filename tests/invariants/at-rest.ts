import { readConfig } from '#platform/config.ts'
import { kafkaPlaces } from '#platform/events/kafka-places.ts'
import { listeners } from '#run/listeners.ts'
import { prefixOf } from '#run/shop-prefix.ts'
import { shopTopics } from '#run/shop-topics.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { announcing, openRows, type Rows } from './shop-rows-store.ts'

/** A process that died has its leases and its partitions for some seconds more. */
const WITHIN_MS = 60_000

/**
 * Waits until all that a shop of many processes has announced is sent and consumed, while they
 * run. One of SQLite has no log between, so that there is nothing to wait for.
 */
export async function atRest({ environment }: { environment: NodeJS.ProcessEnv }): Promise<void> {
  const { profile } = readConfig(environment)
  if (profile.kind === 'embedded') return
  await using rows = await openRows(profile.mysqlUrl)
  await using places = kafkaPlaces(profile.brokers)
  const prefix = prefixOf(profile)
  const topics = announcing.flatMap(shopTopics(prefix).topicsOf)
  const groups = Object.entries(listeners).map(([service, heard]) => ({
    groupId: `${prefix}.${service}`,
    topics: heard.map(topic => `${prefix}.${topic}`),
  }))

  /** Applying may announce, so that the outboxes are looked at last, and the log's end again. */
  async function waitsFor(): Promise<string | null> {
    const ends = await places.ends(topics)
    for (const group of groups) {
      if (!(await places.hasReached(group, ends))) return `${group.groupId} is behind`
    }
    const unsent = await unsentOf(rows)
    if (unsent.length > 0) return `unsent: ${JSON.stringify(unsent)}`
    const endsNow = await places.ends(topics)
    return [...ends].every(([place, end]) => endsNow.get(place) === end) ? null : 'more comes'
  }
  let last: string | null = null
  const isAtRest = async () => {
    last = await waitsFor()
    return last === null
  }
  await eventually(() => `all events sent and consumed (${last})`, isAtRest, WITHIN_MS)
}

async function unsentOf(rows: Rows): Promise<readonly object[]> {
  const waiting = announcing.map(async service => {
    const found = await rows.all<object>(service, 'select number, type from outbox')
    return found.map(row => ({ service, ...row }))
  })
  return (await Promise.all(waiting)).flat()
}
