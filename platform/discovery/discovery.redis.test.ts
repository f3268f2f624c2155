import { randomUUID } from 'node:crypto'
import { engineUrl } from '#platform/an-engine.ts'
import { silentLog } from '#platform/measures/log.ts'
import { openRedis, type Redis } from '#platform/redis/redis.ts'
import { RedisUnavailable } from '#platform/redis/redis-errors.ts'
import { systemClock } from '#platform/time/clock.ts'
import { aRegistry } from './a-registry.ts'
import { discoveryContract } from './discovery.contract.ts'
import { redisDiscovery } from './discovery.redis.ts'

const url = engineUrl('redis')
const everyMs = 200

discoveryContract('leases in Redis', () =>
  aRegistry(async (opened, isCut) => {
    const redis = opened.use(await openRedis({ log: silentLog }, url))
    const options = { keyPrefix: `test-${randomUUID()}`, everyMs }
    const run: Redis['run'] = async (...asked) => {
      if (isCut()) throw new RedisUnavailable(new Error('cut'))
      return redis.run(...asked)
    }
    const deps = { clock: systemClock, log: silentLog, redis: { run } }
    return { everyMs, look: () => redisDiscovery(deps, options) }
  }),
)
