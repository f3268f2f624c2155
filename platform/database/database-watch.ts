import { systemClock } from '#platform/time/clock.ts'
import type { Database, Store } from './database.ts'

/** Looks whether the databases of a process answer, until it is disposed. */
export type DatabaseWatch = Disposable & {
  /** The services whose database has answered nothing for so long that it is no hiccup. */
  silent(): readonly string[]
}

type Watched = Pick<Database<Store>, 'service'> & {
  readonly events: Pick<Database<Store>['events'], 'readCursor'>
}

type Deps = {
  readonly databases: readonly Watched[]
  /** Of durations: never set back. */
  readonly elapsedMs?: () => number
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

const EVERY_MS = 2_000

/** How long a call may take: who answers within that is slow, and not silent. */
const PATIENCE_MS = 10_000
/**
 * From one answer to the next, of a database that is as slow as it may be. What comes and goes with
 * the load would take away in a rush who still works.
 */
const SILENT_MS = PATIENCE_MS + EVERY_MS

/** Any source will do: there is an answer for one of which nothing was ever heard. */
const ANY = { source: '' }

export function databaseWatch({
  databases,
  elapsedMs = () => performance.now(),
  wait = systemClock.wait,
}: Deps): DatabaseWatch {
  const stop = new AbortController()
  const answeredAtMs = new Map(databases.map(({ service }) => [service, elapsedMs()]))

  async function keepLooking({ service, events }: Watched): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await events.readCursor(ANY)
        answeredAtMs.set(service, elapsedMs())
      } catch {
        // Who asks for something meets the same, and tells it.
      }
      await wait(EVERY_MS, stop.signal)
    }
  }

  for (const database of databases) void keepLooking(database)
  return {
    silent() {
      const nowMs = elapsedMs()
      const late = [...answeredAtMs].filter(([, atMs]) => nowMs - atMs >= SILENT_MS)
      return late.map(([service]) => service)
    },
    [Symbol.dispose]: () => stop.abort(),
  }
}
