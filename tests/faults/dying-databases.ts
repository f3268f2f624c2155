import type { Database, Store } from '#platform/database/database.ts'
import type { Databases } from '#run/databases.ts'

/**
 * Where something may happen to a process: before a transaction is asked for, or after it has
 * committed and before anybody has heard of it. `consume` is the transaction that applies events,
 * whichever log brings them.
 */
export type KillPoint = `${'before' | 'after'} ${string}.${string}`

/** Calls `strike` each time that this process comes to the point. */
export function strikingAt(
  point: KillPoint,
  strike: () => void,
): (databases: Partial<Databases>) => Partial<Databases> {
  return databases =>
    Object.fromEntries(
      Object.entries(databases).map(([name, database]) => [
        name,
        around(database as unknown as Database<Store>),
      ]),
    ) as unknown as Partial<Databases>

  function around<S extends Store>(database: Database<S>): Database<S> {
    const { service } = database
    return {
      ...database,
      write: watch(service, database.write),
      events: watch(service, database.events),
    }
  }

  function watch<Calls extends object>(service: string, calls: Calls): Calls {
    return new Proxy(calls, {
      get(target, name: string) {
        const call = Reflect.get(target, name)
        if (typeof call !== 'function') return call
        return async (input: unknown) => {
          const step = `${service}.${name === 'consumeOnce' ? 'consume' : name}`
          if (point === `before ${step}`) strike()
          const answer = await call(input)
          if (point === `after ${step}`) strike()
          return answer
        }
      },
    })
  }
}
