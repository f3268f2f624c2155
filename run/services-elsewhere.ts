import { callPolicies } from '#contracts/call-policies.ts'
import type { Api, Calls } from '#contracts/operation.ts'
import type { Discovery } from '#platform/discovery/discovery.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import type { Tracing } from '#platform/measures/trace.ts'
import { measureBreakers, rpcMeasures } from '#platform/rpc/rpc-measures.ts'
import { type Breaker, remote } from '#platform/rpc/rpc-remote.ts'
import type { Keyring } from '#platform/security/keyring.ts'
import type { Clock } from '#platform/time/clock.ts'
import { enoughFound } from './enough-found.ts'
import { apis, type ServiceName, serviceNames } from './services.ts'

type Deps = {
  /** The services of this process; all others are in other ones. */
  readonly here: readonly ServiceName[]
  readonly discovery: Discovery | null
  readonly keyring: Keyring
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly tracing: Tracing | null
}

/** The services of other processes, and how it goes with those. */
export type Elsewhere = AsyncDisposable & {
  readonly services: readonly { readonly name: ServiceName; readonly calls: Calls<Api> }[]
  breakers(): readonly Breaker[]
  /** Whether so many of them have been found that shoppers may come. */
  enoughFound(): boolean
}

/** Calls to the services that do not run here, by the policies of their table. */
export function servicesElsewhere({ here, discovery, ...deps }: Deps): Elsewhere {
  const names = serviceNames.filter(name => !here.includes(name))
  const measures = rpcMeasures(deps.metrics)
  const remotes = names.map(name => {
    const options = {
      ...{ clock: deps.clock, log: deps.log, measures, policy: callPolicies[name] },
      ...{ internalKey: deps.keyring.internalKey, tracing: deps.tracing },
      instances: () => discovery?.instancesOf(name) ?? [],
    }
    return { name, ...remote<Api>(apis[name], name, options) }
  })
  const breakers = () => remotes.flatMap(each => each.breakers())
  measureBreakers(deps.metrics, remotes)
  return {
    services: remotes,
    breakers,
    enoughFound: enoughFound({
      ...{ elsewhere: names, clock: deps.clock, log: deps.log },
      isFound: name => discovery !== null && discovery.instancesOf(name).length > 0,
    }),
    async [Symbol.asyncDispose]() {
      await Promise.all(remotes.map(each => each[Symbol.asyncDispose]()))
    },
  }
}
