import { randomUUID } from 'node:crypto'
import { engineUrl } from '#platform/an-engine.ts'
import { silentLog } from '#platform/measures/log.ts'
import { openRedis, type Redis } from '#platform/redis/redis.ts'
import { RedisUnavailable } from '#platform/redis/redis-errors.ts'
import { systemClock } from '#platform/time/clock.ts'
import { discoveryContract } from './discovery.contract.ts'
import { redisDiscovery } from './discovery.redis.ts'

const url = engineUrl('redis')
const everyMs = 200

discoveryContract('leases in Redis', async () => {
  await using opened = new AsyncDisposableStack()
  const redis = opened.use(await openRedis({ log: silentLog }, url))
  const options = { keyPrefix: `test-${randomUUID()}`, everyMs }
  let isCut = false
  const run: Redis['run'] = async (...asked) => {
    if (isCut) throw new RedisUnavailable(new Error('cut'))
    return redis.run(...asked)
  }
  const look = () => redisDiscovery({ clock: systemClock, log: silentLog, redis: { run } }, options)
  const all = opened.move()

  return {
    everyMs,
    look,
    async join(services, { host, port }) {
      const own = all.use(await look())
      const { withdraw } = await own.announce(services, `http://${host}:${port}`)
      return { leave: withdraw, die: async () => own[Symbol.asyncDispose]() }
    },
    cut: async () => {
      isCut = true
    },
    mend: async () => {
      isCut = false
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
})
