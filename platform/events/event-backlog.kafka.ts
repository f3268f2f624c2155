import type { Database, Store } from '#platform/database/database.ts'
import type { Behind, Unsent } from './event-log.ts'
import type { KafkaPlaces } from './kafka-places.ts'

/** What stands in the outboxes has not been sent: a row goes when the log has it. */
export function unsentOf(databases: readonly Database<Store>[]): Promise<readonly Unsent[]> {
  return Promise.all(
    databases.map(async ({ service, events }) => {
      const unsent = await events.measureUnheard({ after: 0, types: [] })
      return { service, ...unsent }
    }),
  )
}

type Places = Pick<KafkaPlaces, 'ends' | 'goesOnAt'>
type Group = {
  readonly groupId: string
  readonly consumer: string
  /** In one order: the n-th topic is the n-th source's. */
  readonly topics: readonly string[]
  readonly sources: readonly string[]
}

/** What lies between the groups' places and the ends of their topics. Rejects without a broker. */
export async function behindOf(
  places: Places,
  groups: readonly Group[],
): Promise<readonly Behind[]> {
  return (await Promise.all(groups.map(group => behind(places, group)))).flat()
}

async function behind(places: Places, group: Group): Promise<readonly Behind[]> {
  const { topics, sources, consumer } = group
  const [ends, goesOnAt] = await Promise.all([places.ends(topics), places.goesOnAt(group)])
  return topics.map((topic, at) => {
    let events = 0
    for (const [place, end] of ends) {
      if (!place.startsWith(`${topic}/`)) continue
      events += Math.max(0, Number(end - (goesOnAt.get(place) ?? 0n)))
    }
    return { consumer, source: sources[at] ?? topic, events }
  })
}
