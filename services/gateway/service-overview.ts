import type { gatewayApi, ServiceInstance, ServiceStatus } from '#contracts/gateway-api.ts'
import type { Calls } from '#contracts/operation.ts'
import { askReady, type Readiness } from '#platform/http/ask-ready.ts'

/** A service as this process knows it, without having asked anybody. */
export type KnownService = Pick<ServiceStatus, 'service'> & {
  /** What shoppers see while it is down. */
  readonly meanwhile: string
  readonly instances: readonly Omit<ServiceInstance, 'health'>[]
}

export type OverviewDeps = {
  readonly services: () => readonly KnownService[]
  /** Whether this process itself takes requests. */
  readonly isOpen: () => boolean
  /** The services of this process whose database does not answer. */
  readonly silentDatabases: () => readonly string[]
}

/** How it goes with each service: what this process knows, and what the instances say themselves. */
export function serviceOverview({
  services,
  isOpen,
  silentDatabases,
}: OverviewDeps): Pick<Calls<typeof gatewayApi>, 'listServices'> {
  async function statusOf(
    { service, meanwhile, instances }: KnownService,
    readinessAt: (url: string | null) => Promise<Readiness>,
  ): Promise<ServiceStatus> {
    const seen = await Promise.all(
      instances.map(async instance => ({
        ...instance,
        health: healthOf(service, await readinessAt(instance.url)),
      })),
    )
    const state = stateOf(seen)
    return { service, state, instances: seen, meanwhile: state === 'down' ? meanwhile : null }
  }

  return {
    async listServices() {
      // A process may offer several services, and is asked once.
      const asked = new Map<string, Promise<Readiness>>()
      async function readinessAt(url: string | null): Promise<Readiness> {
        if (url === null) {
          return { health: isOpen() ? 'ready' : 'not_ready', silentDatabases: silentDatabases() }
        }
        const readiness = asked.get(url) ?? askReady(url)
        asked.set(url, readiness)
        return readiness
      }
      const items = await Promise.all(services().map(known => statusOf(known, readinessAt)))
      return { items, nextCursor: null }
    },
  }
}

function healthOf(
  service: string,
  { health, silentDatabases }: Readiness,
): ServiceInstance['health'] {
  return silentDatabases.includes(service) ? 'database_silent' : health
}

function stateOf(instances: readonly ServiceInstance[]): ServiceStatus['state'] {
  const willing = instances.filter(
    ({ health, breaker }) => health === 'ready' && (breaker === null || breaker === 'closed'),
  )
  if (willing.length === 0) return 'down'
  return willing.length === instances.length ? 'up' : 'degraded'
}
