import type { gatewayApi, ServiceInstance, ServiceStatus } from '#contracts/gateway-api.ts'
import type { Calls } from '#contracts/operation.ts'
import { askReady, type Health } from '#platform/http/ask-ready.ts'

/** A service as this process knows it, without having asked anybody. */
export type KnownService = Pick<ServiceStatus, 'service' | 'meanwhile'> & {
  readonly instances: readonly Omit<ServiceInstance, 'health'>[]
}

export type OverviewDeps = {
  readonly services: () => readonly KnownService[]
  /** Whether this process itself takes requests. */
  readonly isOpen: () => boolean
}

/** How it goes with each service: what this process knows, and what the instances say themselves. */
export function serviceOverview({
  services,
  isOpen,
}: OverviewDeps): Pick<Calls<typeof gatewayApi>, 'listServices'> {
  async function statusOf(
    { service, meanwhile, instances }: KnownService,
    healthAt: (url: string | null) => Promise<Health>,
  ): Promise<ServiceStatus> {
    const seen = await Promise.all(
      instances.map(async instance => ({ ...instance, health: await healthAt(instance.url) })),
    )
    return { service, state: stateOf(seen), instances: seen, meanwhile }
  }

  return {
    async listServices() {
      // A process may offer several services, and is asked once.
      const asked = new Map<string, Promise<Health>>()
      async function healthAt(url: string | null): Promise<Health> {
        if (url === null) return isOpen() ? 'ready' : 'not_ready'
        const health = asked.get(url) ?? askReady(url)
        asked.set(url, health)
        return health
      }
      const items = await Promise.all(services().map(known => statusOf(known, healthAt)))
      return { items, nextCursor: null }
    },
  }
}

function stateOf(instances: readonly ServiceInstance[]): ServiceStatus['state'] {
  const willing = instances.filter(
    ({ health, breaker }) => health === 'ready' && (breaker === null || breaker === 'closed'),
  )
  if (willing.length === 0) return 'down'
  return willing.length === instances.length ? 'up' : 'degraded'
}
