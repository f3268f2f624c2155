import type { Redis } from '#platform/redis/redis.ts'
import type { RoundsDeps } from '#platform/time/rounds.ts'
import { eurekaDiscovery } from './discovery.eureka.ts'
import { type FixedList, fixedDiscovery, readFixedList } from './discovery.fixed.ts'
import { redisDiscovery } from './discovery.redis.ts'
import type { Discovery } from './discovery.ts'

/** How processes find each other, as DISCOVERY_URL tells it. */
export type DiscoveryChoice =
  | { readonly kind: 'static'; readonly list: FixedList }
  | { readonly kind: 'redis' }
  | { readonly kind: 'eureka'; readonly url: string }

type Deps = RoundsDeps & {
  readonly redis: Pick<Redis, 'run'>
  /** Before what is kept in Redis; those of several shops may share one. */
  readonly prefix?: string
}

/** Reads `static:…`, `redis:` or `eureka:http://…`. Gives what is wrong with it as a sentence. */
export function readDiscoveryUrl(text: string): DiscoveryChoice | { readonly fault: string } {
  if (text === 'redis:') return { kind: 'redis' }
  if (text.startsWith('static:')) {
    const list = readFixedList(text)
    return 'fault' in list ? list : { kind: 'static', list }
  }
  const url = text.startsWith('eureka:') ? URL.parse(text.slice('eureka:'.length)) : null
  if (url !== null && /^https?:$/.test(url.protocol)) return { kind: 'eureka', url: url.href }
  return {
    fault: 'Give static:<service>=http://host:port,…, redis:, or eureka:http://host:port/eureka.',
  }
}

/** Opens what was chosen. Does not fail where nobody can be asked yet: then nobody is known. */
export function openDiscovery(deps: Deps, choice: DiscoveryChoice): Promise<Discovery> {
  if (choice.kind === 'static') return fixedDiscovery(deps, choice.list)
  if (choice.kind === 'redis')
    return redisDiscovery(deps, deps.prefix === undefined ? {} : { keyPrefix: deps.prefix })
  return eurekaDiscovery(deps, { url: choice.url })
}
