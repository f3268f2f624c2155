import type { Database, Store, Unheard } from '#platform/database/database.ts'
import type { Behind, Subscriber, Unsent } from './event-log.ts'

/** Where the outboxes are the log: what stands there behind each consumer's cursor. */
export function unheardOf(
  databases: readonly Database<Store>[],
  subscribers: readonly Subscriber[],
): Promise<readonly (Behind & Unheard)[]> {
  const routes = databases.flatMap(producer =>
    subscribers
      .filter(({ subscription }) => subscription.sources.includes(producer.service))
      .map(async ({ database, subscription: { types = [] } }) => {
        const source = producer.service
        const after = await database.events.readCursor({ source })
        const unheard = await producer.events.measureUnheard({ after, types })
        return { consumer: database.service, source, ...unheard }
      }),
  )
  return Promise.all(routes)
}

/** What a service has announced and its slowest consumer has not applied. */
export async function unsentOf(
  databases: readonly Database<Store>[],
  subscribers: readonly Subscriber[],
): Promise<readonly Unsent[]> {
  const unheard = await unheardOf(databases, subscribers)
  return databases.map(({ service }) => {
    const own = unheard.filter(({ source }) => source === service)
    return {
      service,
      events: Math.max(0, ...own.map(({ events }) => events)),
      oldestMs: Math.max(0, ...own.map(({ oldestMs }) => oldestMs)),
    }
  })
}
