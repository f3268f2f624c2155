import { callPolicies } from '#contracts/call-policies.ts'
import type { keptDeadLettersApi } from '#contracts/dead-letters.ts'
import type { Calls } from '#contracts/operation.ts'
import type { Discovery } from '#platform/discovery/discovery.ts'
import type { Keeper } from '#services/gateway/dead-letter-desk.ts'
import type { KnownService } from '#services/gateway/service-overview.ts'
import { apis, type Callers, type ServiceName, type Services, serviceNames } from './services.ts'
import type { Elsewhere } from './services-elsewhere.ts'

type Deps = {
  /** Those of this process. */
  readonly services: Partial<Services>
  readonly elsewhere: Elsewhere
  readonly discovery: Discovery | null
  /** Where others find this process; null where nobody does. */
  readonly ownUrl: string | null
  /** When this process was opened. */
  readonly openedAtMs: number
}

/** All services, with the instances that this process knows of: its own, and those it calls. */
export function knownServices(deps: Deps): readonly KnownService[] {
  const breakers = deps.elsewhere.breakers()
  return serviceNames.map(service => ({
    service,
    meanwhile: callPolicies[service].meanwhile,
    instances:
      deps.services[service] === undefined
        ? breakers
            .filter(breaker => breaker.service === service)
            .map(({ instance, state, sinceMs, isLeaving }) => ({
              ...{ url: instance, breaker: state, sinceAtMs: sinceMs, isLeaving },
            }))
        : instancesBesideUs(service, deps),
  }))
}

/** Where a service runs here, nobody else is called for it. */
function instancesBesideUs(
  service: ServiceName,
  { discovery, ownUrl, openedAtMs }: Deps,
): KnownService['instances'] {
  const others = discovery?.instancesOf(service).filter(({ url }) => url !== ownUrl) ?? []
  const uncalled = { breaker: null, isLeaving: false }
  return [
    { url: null, sinceAtMs: openedAtMs, ...uncalled },
    ...others.map(({ url }) => ({ url, sinceAtMs: null, ...uncalled })),
  ]
}

/** The services that keep dead letters, wherever they run. */
export function keepersOf(callers: Callers): Readonly<Record<string, Keeper>> {
  const keepers = serviceNames.filter(name => 'listDeadLetters' in apis[name])
  return Object.fromEntries(
    keepers.map(name => [name, callers[name] as Calls<typeof keptDeadLettersApi>]),
  )
}
