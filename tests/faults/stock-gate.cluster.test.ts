import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { Cluster } from 'ioredis'
import type { Redis } from '#platform/redis/redis.ts'
import { systemClock } from '#platform/time/clock.ts'
import { stockGateContract } from '#services/stock/stock-gate.contract.ts'
import { redisStockGate } from '#services/stock/stock-gate.redis.ts'
import { startRedisCluster } from '#tests/engines/redis-engine.ts'

// A cluster refuses a script whose keys lie in more than one slot, so passing shows that none does.
const folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-cluster-'))
const engine = await startRedisCluster(folder.path)
const cluster = new Cluster(engine.urls.map(url => url))
after(async () => {
  cluster.disconnect()
  await engine[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const redis: Pick<Redis, 'run' | 'serverRun'> = {
  serverRun: () => 'a cluster',
  run: ({ text }, keys, values) => cluster.call('EVAL', text, keys.length, ...keys, ...values),
}

stockGateContract('in a cluster of Redis', async () => ({
  gate: redisStockGate({ redis, clock: systemClock, name: 'a' }),
  [Symbol.asyncDispose]: async () => undefined,
}))
