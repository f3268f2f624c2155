import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { engineUrl } from '#platform/an-engine.ts'
import { silentLog } from '#platform/measures/log.ts'
import { until } from '#platform/time/until-under-test.ts'
import { redisDenyList } from './deny-list.ts'
import { openRedis } from './redis.ts'

const aKey = () => `test-${randomUUID()}:denied`

test('what one process denies another one reads, however much it is, and told again it is there once', async () => {
  await using here = await openRedis({ log: silentLog }, engineUrl('redis'))
  await using there = await openRedis({ log: silentLog }, engineUrl('redis'))
  const shared = { key: aKey(), keptMs: 60_000 }
  const [writer, reader] = [
    redisDenyList({ ...shared, redis: here }),
    redisDenyList({ ...shared, redis: there }),
  ]
  assert.deepEqual(await reader.read(), [])
  const ids = Array.from({ length: 2_500 }, () => randomUUID())
  await writer.add(ids)
  await writer.add(ids.slice(0, 10))
  await writer.add([])
  assert.deepEqual(new Set(await reader.read()), new Set(ids))
  assert.equal((await reader.read()).length, ids.length)
})

test('what no token lives for any more is forgotten', async () => {
  await using redis = await openRedis({ log: silentLog }, engineUrl('redis'))
  const list = redisDenyList({ redis, key: aKey(), keptMs: 20 })
  await list.add(['a'])
  await until(async () => (await list.read()).length === 0)
})

test('without Redis nobody fails: nothing is told, and nothing is known', async () => {
  const redis = await openRedis({ log: silentLog }, engineUrl('redis'))
  const list = redisDenyList({ redis, key: aKey(), keptMs: 60_000 })
  await list.add(['a'])
  await redis[Symbol.asyncDispose]()
  await list.add(['b'])
  assert.deepEqual(await list.read(), [])
})
