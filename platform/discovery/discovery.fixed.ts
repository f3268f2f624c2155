import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { type RoundsDeps, rounds } from '#platform/time/rounds.ts'
import type { Discovery, Instance } from './discovery.ts'
import { knownInstances } from './discovery-known.ts'

/** Which processes offer a service, by their addresses as an operator wrote them. */
export type FixedList = ReadonlyMap<string, readonly URL[]>

type Deps = RoundsDeps & {
  /** The addresses that a host's name has now. Rejects where nobody can be asked. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

/** How often names are looked up: behind one may be other processes than before. */
const LOOK_UP_EVERY_MS = 2_000
/** A name may be without addresses for so many look-ups while its processes are replaced. */
const PATIENCE = 2

/**
 * Reads `static:orders=http://a:9464+http://b:9464,stock=http://c:9464`. Gives what is wrong with it
 * as a sentence.
 */
export function readFixedList(discoveryUrl: string): FixedList | { readonly fault: string } {
  const list = new Map<string, readonly URL[]>()
  for (const entry of discoveryUrl.replace(/^static:/, '').split(',')) {
    const [, service, addresses] = /^\s*([a-z][a-z-]*)=(\S+)\s*$/.exec(entry) ?? []
    if (!service || !addresses) {
      return { fault: `${JSON.stringify(entry)} is not service=http://host:port+http://host:port` }
    }
    if (list.has(service)) return { fault: `${service} is named twice` }
    const urls = addresses.split('+').map(address => URL.parse(address))
    if (!urls.every(isOrigin)) {
      return { fault: `${service} has an address that is not http://host:port: ${addresses}` }
    }
    list.set(service, urls)
  }
  return list
}

function isOrigin(url: URL | null): url is URL {
  if (url?.protocol !== 'http:') return false
  const more = url.username + url.password + url.search + url.hash
  return url.pathname === '/' && more === '' && url.hostname !== ''
}

/** Those of a list. A name with many addresses, as Kubernetes gives them, is as many instances. */
export async function fixedDiscovery(
  deps: Deps,
  list: FixedList,
  { everyMs = LOOK_UP_EVERY_MS }: { readonly everyMs?: number } = {},
): Promise<Discovery> {
  const { resolve = resolveHost } = deps
  const known = knownInstances(() => performance.now(), PATIENCE * everyMs)

  async function addressesOf(host: string): Promise<readonly string[]> {
    return isIP(host.replace(/^\[|\]$/g, '')) === 0 ? resolve(host) : [host]
  }

  async function instancesAt(url: URL): Promise<Instance[]> {
    const addresses = await addressesOf(url.hostname)
    return addresses.map(address => {
      const host = isIP(address) === 6 ? `[${address}]` : address
      const at = `http://${host}:${url.port || 80}`
      return { id: at, url: at }
    })
  }

  const looking = rounds(deps, { name: 'discovery', everyMs }, async () => {
    const asked = [...list].flatMap(([service, urls]) =>
      urls.map(async url => (await instancesAt(url)).map(each => [service, each] as const)),
    )
    known.learn((await Promise.all(asked)).flat())
  })
  await looking.first
  return {
    instancesOf: known.instancesOf,
    // Who is there stands in the list; who ends says so itself to those who call.
    announce: async () => ({ withdraw: async () => undefined }),
    [Symbol.asyncDispose]: () => looking[Symbol.asyncDispose](),
  }
}

/** Of one family: both families of a name are mostly the same process, which may hear on one. */
async function resolveHost(host: string): Promise<readonly string[]> {
  try {
    const found = await lookup(host, { all: true })
    return found.filter(({ family }) => family === found[0]?.family).map(({ address }) => address)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTFOUND') return []
    throw error
  }
}
