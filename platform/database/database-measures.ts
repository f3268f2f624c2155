import type { Counter, Distribution, Metrics } from '#platform/measures/metrics.ts'
import { type Database, DatabaseUnavailable, type Store } from './database.ts'

type Kind = 'read' | 'write'
type Call = (input: unknown) => Promise<unknown>
type Calls = Record<string, Call>

type Measures = {
  readonly seconds: Distribution
  readonly unavailable: Counter
  readonly failed: Counter
  inFlight: number
}

const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/**
 * How the databases of a process answer: the same databases, each call of a store measured from
 * being asked to being answered, the wait for a connection or for the thread with it. What a
 * batch of hundreds asks in one call is measured once.
 */
export function measuredDatabases(metrics: Metrics): <D extends Database<Store>>(database: D) => D {
  const seconds = metrics.histogram<'database' | 'kind'>({
    name: 'database_call_seconds',
    help: 'How long a database took to answer a service, its wait for a connection or its turn included.',
    labels: ['database', 'kind'],
    buckets: BUCKETS,
  })
  const failures = metrics.counter<'database' | 'reason'>({
    name: 'database_failures_total',
    help: 'Calls of a service that its database did not carry out: it was not to be had, or refused.',
    labels: ['database', 'reason'],
  })
  const all: { database: string; kind: Kind; measures: Measures }[] = []
  metrics.gauges(
    {
      name: 'database_calls_waiting',
      help: 'Calls that wait for an answer of a database.',
      labels: ['database', 'kind'],
    },
    () => all.map(({ database, kind, measures }) => [{ database, kind }, measures.inFlight]),
  )

  function measuresOf(database: string, kind: Kind): Measures {
    const measures = {
      seconds: seconds({ database, kind }),
      unavailable: failures({ database, reason: 'unavailable' }),
      failed: failures({ database, reason: 'failed' }),
      inFlight: 0,
    }
    all.push({ database, kind, measures })
    return measures
  }

  return database => ({
    ...database,
    read: measured(database.read as unknown as Calls, measuresOf(database.service, 'read')),
    write: measured(database.write as unknown as Calls, measuresOf(database.service, 'write')),
  })
}

/** The same calls, each made when it is first asked for, as those of the database are. */
function measured(calls: Calls, measures: Measures): Calls {
  return new Proxy({} as Calls, {
    get: (known, name: string) => (known[name] ??= measuredCall(calls[name], measures)),
  })
}

function measuredCall(call: Call | undefined, measures: Measures): Call {
  return async input => {
    const askedAtMs = performance.now()
    measures.inFlight++
    try {
      // A store without this call says so itself.
      return await call?.(input)
    } catch (error) {
      const counter = error instanceof DatabaseUnavailable ? measures.unavailable : measures.failed
      counter.add()
      throw error
    } finally {
      measures.inFlight--
      measures.seconds.observe((performance.now() - askedAtMs) / 1_000)
    }
  }
}
