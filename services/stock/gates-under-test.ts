import { randomUUID } from 'node:crypto'
import { engineUrl } from '#platform/an-engine.ts'
import { isDistributed } from '#platform/database/databases-under-test.ts'
import { silentLog } from '#platform/measures/log.ts'
import { openRedis, type Redis } from '#platform/redis/redis.ts'
import { systemClock } from '#platform/time/clock.ts'
import { fallbackGate, gateOfOne } from './stock-gate.fallback.ts'
import { memoryStockGate } from './stock-gate.memory.ts'
import { redisStockGate } from './stock-gate.redis.ts'
import type { StockGate } from './stock-gate.ts'

/** For tests: gates, one for each process. */
type SomeGates = AsyncDisposable & { readonly gate: () => StockGate }

/** Those given; else as the profile that is tested has them: in memory, or shared in Redis. */
export async function someGates(given?: () => StockGate): Promise<SomeGates> {
  if (given === undefined && isDistributed()) return someRedisGates()
  return { gate: given ?? memoryStockGate, [Symbol.asyncDispose]: async () => undefined }
}

/**
 * Gates that share what Redis knows, in turn over so many connections; each sweep of theirs looks,
 * however soon it comes after the last. All that is theirs in Redis has the prefix as its name.
 */
export async function someRedisGates(
  connections = 1,
): Promise<SomeGates & { readonly prefix: string }> {
  const prefix = `test-${randomUUID()}`
  await using opened = new AsyncDisposableStack()
  const pool: Redis[] = []
  while (pool.length < connections) {
    pool.push(opened.use(await openRedis({ log: silentLog }, engineUrl('redis'), { name: prefix })))
  }
  const all = opened.move()
  let made = 0
  return {
    prefix,
    gate() {
      const redis = pool[made++ % connections] as Redis
      const own = { name: randomUUID(), prefix, sweepEveryMs: 0 }
      const shared = redisStockGate({ redis, clock: systemClock, ...own })
      // As in a shop: a test that keeps its process busy for long does not hear Redis meanwhile.
      return fallbackGate(shared, gateOfOne(), { redis })
    },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}
