import type { ProblemCode } from '#contracts/problems.ts'
import type { Counter, Distribution, Metrics } from '#platform/measures/metrics.ts'

/** What is measured of one route. */
type RouteMeasures = {
  /** @param enteredAtMs By `performance.now()`. */
  answered(status: number, enteredAtMs: number): void
}

export type HttpMeasures = {
  /** @param route The template, `GET /api/drops/:dropId`: never an address as it came. */
  of(route: string): RouteMeasures
  refused(code: ProblemCode): void
}

/** Seconds: from a refusal in memory to a provider that takes its time. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export function httpMeasures(metrics: Metrics): HttpMeasures {
  const requests = metrics.counter<'route' | 'status'>({
    name: 'http_requests_total',
    help: 'Requests answered, by route and status.',
    labels: ['route', 'status'],
  })
  const durations = metrics.histogram<'route'>({
    name: 'http_request_duration_seconds',
    help: 'From the headers being read to the answer being written, by route.',
    labels: ['route'],
    buckets: BUCKETS,
  })
  const refusals = metrics.counter<'code'>({
    name: 'http_refusals_total',
    help: 'Requests refused, by the code of the problem.',
    labels: ['code'],
  })
  const refusalsByCode = new Map<ProblemCode, Counter>()

  return {
    of(route) {
      const duration: Distribution = durations({ route })
      const byStatus = new Map<number, Counter>()
      return {
        answered(status, enteredAtMs) {
          const count =
            byStatus.get(status) ?? keep(byStatus, status, requests({ route, status: `${status}` }))
          count.add()
          duration.observe((performance.now() - enteredAtMs) / 1_000)
        },
      }
    },
    refused(code) {
      const count = refusalsByCode.get(code) ?? keep(refusalsByCode, code, refusals({ code }))
      count.add()
    },
  }
}

/** The counter, looked up by its labels once and by a number from then on. */
function keep<Key>(counters: Map<Key, Counter>, key: Key, counter: Counter): Counter {
  counters.set(key, counter)
  return counter
}
