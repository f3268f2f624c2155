import { randomUUID } from 'node:crypto'
import { type RoundsDeps, rounds } from '#platform/time/rounds.ts'
import { type Announcement, type Discovery, DiscoveryUnusable } from './discovery.ts'
import { knownInstances } from './discovery-known.ts'
import { eurekaInstance, instancesOfAnswer } from './eureka-words.ts'

type Deps = RoundsDeps & { readonly fetch?: typeof globalThis.fetch }

type EurekaOptions = {
  /** Of the server, as its clients write it: `http://eureka:8761/eureka`, or without the path. */
  readonly url: string
  /** Before the names of our services, where others register too. */
  readonly prefix?: string
  readonly everyMs?: number
  readonly leaseSeconds?: number
}

const EVERY_MS = 1_000
/** Eureka takes twice as long: it adds the lease once when it is renewed, and once when it looks. */
const LEASE_SECONDS = 3
const TIMEOUT_MS = 2_000

/**
 * Eureka, by its REST interface: registers, renews, reads the whole registry, deregisters. How soon
 * others hear of it depends on the server's response cache. While it is gone, those known last are
 * kept; one that was restarted and knows nobody is registered with again.
 */
export async function eurekaDiscovery(deps: Deps, options: EurekaOptions): Promise<Discovery> {
  const { fetch = globalThis.fetch, log } = deps
  const { prefix = '', everyMs = EVERY_MS, leaseSeconds = LEASE_SECONDS } = options
  const ask = asking(fetch, options.url)
  const known = knownInstances(() => performance.now(), leaseSeconds * 2_000)
  const renewals = new Set<AsyncDisposable>()

  const looking = rounds(deps, { name: 'discovery', everyMs }, async () => {
    const response = await ask('GET', '/apps')
    known.learn(instancesOfAnswer(await response.json(), prefix))
  })
  await looking.first

  function keepRegistered(service: string, url: string) {
    const instance = eurekaInstance({
      app: prefix + service,
      id: `${service}:${new URL(url).host}:${randomUUID()}`,
      url,
      leaseSeconds,
      everyMs,
    })
    const path = `/apps/${instance.app}/${encodeURIComponent(instance.instanceId)}`
    const renewing = rounds(deps, { name: 'announcing', everyMs }, async () => {
      const { status } = await ask('PUT', path)
      if (status === 404) await ask('POST', `/apps/${instance.app}`, { instance })
    })
    return { renewing, path }
  }

  async function announce(services: readonly string[], url: string): Promise<Announcement> {
    const registered = services.map(service => keepRegistered(service, url))
    for (const { renewing } of registered) renewals.add(renewing)
    await Promise.all(registered.map(({ renewing }) => renewing.first))

    async function withdraw({ renewing, path }: (typeof registered)[number]): Promise<void> {
      renewals.delete(renewing)
      await renewing[Symbol.asyncDispose]()
      try {
        await ask('DELETE', path)
      } catch (error) {
        log.warn({ err: error }, 'this process was not deregistered; its lease ends by itself')
      }
    }
    return {
      async withdraw() {
        await Promise.all(registered.map(withdraw))
      },
    }
  }

  return {
    instancesOf: known.instancesOf,
    announce,
    async [Symbol.asyncDispose]() {
      await Promise.all([looking, ...renewals].map(each => each[Symbol.asyncDispose]()))
    },
  }
}

/** Throws `DiscoveryUnusable` where no Eureka answers at this address. */
export async function refuseNoEureka(url: string): Promise<void> {
  try {
    const response = await asking(fetch, url)('GET', '/apps')
    instancesOfAnswer(await response.json(), '')
  } catch (error) {
    const { message, cause } = error as Error
    const why = (cause as { code?: string } | undefined)?.code ?? message
    throw new DiscoveryUnusable(
      `No Eureka answers at ${baseOf(url)} (${why}). Start it, or correct DISCOVERY_URL.`,
      { cause: error },
    )
  }
}

function asking(fetch: typeof globalThis.fetch, url: string) {
  const base = baseOf(url)
  return async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(base + path, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (response.ok || response.status === 404) return response
    throw new Error(`Eureka answered ${response.status} to ${method} ${path}`)
  }
}

/** Without a path, the one under which the server of Spring Cloud listens. */
function baseOf(url: string): string {
  const { origin, pathname } = new URL(url)
  const path = pathname.replace(/\/+$/, '')
  return origin + (path === '' ? '/eureka' : path)
}
