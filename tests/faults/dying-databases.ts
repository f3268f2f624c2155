import type { Database, Store } from '#platform/database.ts'
import type { Databases } from '#run/databases.ts'

/**
 * Where a process may be killed: before a transaction is asked for, or after it has committed and
 * before anybody has heard of it. `consume` is the transaction that applies events, whichever log
 * brings them.
 */
export type KillPoint = `${'before' | 'after'} ${string}.${string}`

/** Kills this process, as if from outside, the first time that it comes to the point armed. */
export function dyingAt(
  point: KillPoint,
  isArmed: () => boolean,
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
          if (isArmed() && point === `before ${step}`) die()
          const answer = await call(input)
          if (isArmed() && point === `after ${step}`) die()
          return answer
        }
      },
    })
  }
}

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
