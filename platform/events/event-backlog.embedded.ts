import type { Database, Store, Unheard } from '#platform/database/database.ts'
import { readEach } from '#platform/measures/metrics-reading.ts'
import type { Behind, Subscriber, Unsent } from './event-log.ts'

type Route = Behind & Unheard

/** Where the outboxes are the log: what stands there behind each consumer's cursor. */
export function unheardOf(
  databases: readonly Database<Store>[],
  subscribers: readonly Subscriber[],
): Promise<readonly Route[]> {
  return readEach(databases.flatMap(producer => routesFrom(producer, subscribers)))
}

/** What a service has announced and its slowest consumer has not applied. */
export function unsentOf(
  databases: readonly Database<Store>[],
  subscribers: readonly Subscriber[],
): Promise<readonly Unsent[]> {
  return readEach(
    databases.map(async producer => {
      const own = await Promise.all(routesFrom(producer, subscribers))
      return {
        service: producer.service,
        events: Math.max(0, ...own.map(({ events }) => events)),
        oldestMs: Math.max(0, ...own.map(({ oldestMs }) => oldestMs)),
      }
    }),
  )
}

const routesFrom = (
  producer: Database<Store>,
  subscribers: readonly Subscriber[],
): Promise<Route>[] =>
  subscribers
    .filter(({ subscription }) => subscription.sources.includes(producer.service))
    .map(async ({ database, subscription: { types = [] } }) => {
      const source = producer.service
      const after = await database.events.readCursor({ source })
      const unheard = await producer.events.measureUnheard({ after, types })
      return { consumer: database.service, source, ...unheard }
    })
