import type { Redis } from '#platform/redis/redis.ts'
import type { RoundsDeps } from '#platform/time/rounds.ts'
import { eurekaDiscovery, refuseNoEureka } from './discovery.eureka.ts'
import { fixedDiscovery } from './discovery.fixed.ts'
import { redisDiscovery } from './discovery.redis.ts'
import type { Discovery } from './discovery.ts'
import type { DiscoveryChoice } from './discovery-url.ts'

type Deps = RoundsDeps & {
  readonly redis: Pick<Redis, 'run'>
  /** Before what is kept in Redis; those of several shops may share one. */
  readonly prefix?: string
}

/** Opens what was chosen. Throws `DiscoveryUnusable` where a registry is no registry, or is not there. */
export async function openDiscovery(deps: Deps, choice: DiscoveryChoice): Promise<Discovery> {
  if (choice.kind === 'static') return fixedDiscovery(deps, choice.list)
  if (choice.kind === 'redis')
    return redisDiscovery(deps, deps.prefix === undefined ? {} : { keyPrefix: deps.prefix })
  await refuseNoEureka(choice.url)
  return eurekaDiscovery(deps, { url: choice.url })
}
