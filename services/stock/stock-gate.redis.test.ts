import { randomUUID } from 'node:crypto'
import { after } from 'node:test'
import { engineUrl } from '#platform/an-engine.ts'
import { systemClock } from '#platform/clock.ts'
import { silentLog } from '#platform/log.ts'
import { openRedis } from '#platform/redis.ts'
import { stockGateContract } from './stock-gate.contract.ts'
import { redisStockGate } from './stock-gate.redis.ts'

const redis = await openRedis({ log: silentLog }, engineUrl('redis'))
after(() => redis[Symbol.asyncDispose]())

stockGateContract('in Redis', async () => ({
  gate: redisStockGate({ redis, clock: systemClock, name: 'a', prefix: `test-${randomUUID()}` }),
  [Symbol.asyncDispose]: async () => undefined,
}))
