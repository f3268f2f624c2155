import type { Metrics } from '#platform/measures/metrics.ts'
import type { Redis } from './redis.ts'

/** Whether this process can ask Redis, and how often it came back. */
export function measureRedis(metrics: Metrics, redis: Pick<Redis, 'isReady' | 'onReturn'>): void {
  const returns = metrics.counter({
    name: 'redis_returns_total',
    help: 'How often Redis was there again after it had been lost.',
  })({})
  redis.onReturn(() => returns.add())
  metrics.gauge({ name: 'redis_up', help: '1 while this process can ask Redis, else 0.' }, () =>
    Number(redis.isReady()),
  )
}
