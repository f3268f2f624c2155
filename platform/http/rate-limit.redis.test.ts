import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { engineUrl } from '#platform/an-engine.ts'
import { silentLog } from '#platform/measures/log.ts'
import { openRedis } from '#platform/redis/redis.ts'
import { RedisUnavailable } from '#platform/redis/redis-errors.ts'
import { systemClock } from '#platform/time/clock.ts'
import { rateLimitContract } from './rate-limit.contract.ts'
import { redisRateLimits } from './rate-limit.redis.ts'

const redis = await openRedis({ log: silentLog }, engineUrl('redis'))
after(() => redis[Symbol.asyncDispose]())

rateLimitContract('by Redis, in two processes', async () => {
  await using opened = new AsyncDisposableStack()
  const prefix = `test-${randomUUID()}`
  const aProcess = () => opened.use(redisRateLimits({ redis, clock: systemClock, prefix })).limitOf
  const ends = { here: aProcess(), there: aProcess() }
  const all = opened.move()
  return { ...ends, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
})

test('without Redis each process limits by its own count', async () => {
  for (const isReady of [true, false]) {
    let asked = 0
    const gone = {
      isReady: () => isReady,
      run: () => {
        asked++
        return Promise.reject(new RedisUnavailable(null))
      },
    }
    await using limits = redisRateLimits({ redis: gone, clock: systemClock })
    const limit = limits.limitOf('a', { perSecond: 0.001, burst: 2 })
    assert.deepEqual([limit.take('x'), limit.take('x')], [0, 0])
    const endMs = performance.now() + 2_000
    while (isReady ? asked === 0 : performance.now() < endMs - 1_800) await systemClock.wait(10)
    assert.ok(limit.take('x') > 0)
    assert.equal(asked, isReady ? 1 : 0)
  }
})
