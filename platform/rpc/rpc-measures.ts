import type { Metrics } from '#platform/measures/metrics.ts'
import type { BreakerState } from './circuit-breaker.ts'
import type { Exchanged } from './rpc-exchange.ts'

/** What a process measures of its calls to others. Made once a process. */
export type RpcMeasures = {
  exchanged(service: string, outcome: Exchanged['outcome'], tookMs: number): void
  breakerChanged(service: string, state: BreakerState): void
  /** Calls go to another instance, or a second time to the same one. */
  repeated(service: string, calls: number): void
}

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function rpcMeasures(metrics: Metrics): RpcMeasures {
  const outcomes = metrics.counter({
    name: 'rpc_messages_total',
    help: 'Messages to another process, by how they ended.',
    labels: ['service', 'outcome'],
  })
  const seconds = metrics.histogram({
    name: 'rpc_message_seconds',
    help: 'How long another process took to answer a message.',
    labels: ['service'],
    buckets: BUCKETS,
  })
  const changes = metrics.counter({
    name: 'rpc_breaker_changes_total',
    help: 'Circuit breakers that came to a state.',
    labels: ['service', 'state'],
  })
  const repetitions = metrics.counter({
    name: 'rpc_repetitions_total',
    help: 'Calls that were sent again: they were not begun, or nobody knew what became of them.',
    labels: ['service'],
  })
  const counters = new Map<string, ReturnType<typeof measuresOf>>()

  // Asked for once, because looking for a counter by its labels costs more than counting.
  const measuresOf = (service: string) => ({
    answered: outcomes({ service, outcome: 'answered' }),
    not_begun: outcomes({ service, outcome: 'not_begun' }),
    lost: outcomes({ service, outcome: 'lost' }),
    late: outcomes({ service, outcome: 'late' }),
    seconds: seconds({ service }),
    repeated: repetitions({ service }),
    breaker: {
      open: changes({ service, state: 'open' }),
      half_open: changes({ service, state: 'half_open' }),
      closed: changes({ service, state: 'closed' }),
    },
  })

  function at(service: string): ReturnType<typeof measuresOf> {
    const known = counters.get(service) ?? measuresOf(service)
    counters.set(service, known)
    return known
  }

  return {
    exchanged(service, outcome, tookMs) {
      const measures = at(service)
      measures[outcome].add()
      measures.seconds.observe(tookMs / 1_000)
    },
    repeated: (service, calls) => at(service).repeated.add(calls),
    breakerChanged: (service, state) => at(service).breaker[state].add(),
  }
}

type Called = {
  readonly name: string
  /** One for each instance that is known. */
  breakers(): readonly { readonly state: BreakerState }[]
}

/**
 * `firstcome_rpc_instances`, by service: whom this process could ask, and
 * `firstcome_rpc_breakers_open`: how many of those it does not ask at the moment.
 */
export function measureBreakers(metrics: Metrics, services: readonly Called[]): void {
  const labels = ['service'] as const
  const ofEach = (count: (breakers: ReturnType<Called['breakers']>) => number) => () =>
    services.map(({ name, breakers }) => [{ service: name }, count(breakers())] as const)
  metrics.gauges(
    { name: 'rpc_instances', help: 'Known instances of a service; at 0 nobody offers it.', labels },
    ofEach(breakers => breakers.length),
  )
  metrics.gauges(
    { name: 'rpc_breakers_open', help: 'Circuit breakers that are not closed.', labels },
    ofEach(breakers => breakers.filter(({ state }) => state !== 'closed').length),
  )
}

export const noMeasures: RpcMeasures = {
  exchanged: () => undefined,
  breakerChanged: () => undefined,
  repeated: () => undefined,
}
