import type { Database, Store } from '#platform/database/database.ts'
import { readEach } from '#platform/measures/metrics-reading.ts'
import type { Behind, Unsent } from './event-log.ts'
import type { KafkaPlaces } from './kafka-places.ts'

/** What stands in the outboxes has not been sent: a row goes when the log has it. */
export function unsentOf(databases: readonly Database<Store>[]): Promise<readonly Unsent[]> {
  return readEach(
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
  readonly topics: readonly string[]
  /** Whose each topic is. */
  readonly sources: ReadonlyMap<string, string>
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
  const behindBySource = new Map<string, number>()
  for (const [place, end] of ends) {
    const topic = place.slice(0, place.lastIndexOf('/'))
    const source = sources.get(topic) ?? topic
    const events = Math.max(0, Number(end - (goesOnAt.get(place) ?? 0n)))
    behindBySource.set(source, (behindBySource.get(source) ?? 0) + events)
  }
  return [...behindBySource].map(([source, events]) => ({ consumer, source, events }))
}
