import assert from 'node:assert/strict'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { redisLive } from '#platform/live/live.redis.ts'
import { silentLog } from '#platform/measures/log.ts'
import { redisDenyList } from '#platform/redis/deny-list.ts'
import { openRedis, type Redis } from '#platform/redis/redis.ts'
import { systemClock } from '#platform/time/clock.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { passSeconds } from '#services/gateway/a-live-client.ts'
import { type EndedSessions, endedSessions } from '#services/gateway/ended-sessions.ts'
import { tellEnded } from '#services/members/tell-ended.ts'
import { startRedis } from '#tests/engines/redis-engine.ts'

/** Members ask the database, gateways hear by Redis; each is a process of its own. */
test('a session that ended is accepted at no gateway a moment later, whether Redis is there or not', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-redis-'))
  await using engine = await startRedis(folder.path)
  await using opened = new AsyncDisposableStack()
  const inDatabase: string[] = ['long ago']
  const members = { listEndedSessions: async () => ({ sessionIds: [...inDatabase] }) }

  async function aProcess(name: string) {
    const redis = opened.use(await openRedis({ log: silentLog }, engine.url))
    const shared = { redis, clock: systemClock, log: silentLog, name }
    const denyList = redisDenyList({ redis, key: 'ended-sessions', keptMs: 60_000 })
    return { redis, denyList, live: opened.use(redisLive(shared)) }
  }

  const teller = await aProcess('members')
  const gateways: { redis: Redis; ended: EndedSessions }[] = []
  for (const name of ['gateway 1', 'gateway 2']) {
    const { redis, ...heard } = await aProcess(name)
    const deps = { members, ...heard, clock: systemClock, log: silentLog }
    gateways.push({ redis, ended: opened.use(await endedSessions(deps)) })
  }
  async function end(sessionId: string): Promise<void> {
    inDatabase.push(sessionId)
    await tellEnded(teller, [sessionId])
  }
  const knownWithin = async (ms: number, sessionId: string) => {
    const endMs = performance.now() + ms
    while (!gateways.every(({ ended }) => ended.has(sessionId))) {
      assert.ok(performance.now() < endMs, `${sessionId} was still accepted after ${ms} ms`)
      await systemClock.wait(5)
    }
  }

  await knownWithin(1_000, 'long ago')
  await end('usually')
  await knownWithin(1_000, 'usually')
  await engine.kill()
  await end('without Redis')
  await knownWithin(2_500, 'without Redis')
  await engine.restart()
  while (!gateways.every(({ redis }) => redis.isReady())) await systemClock.wait(5)
  while (!teller.redis.isReady()) await systemClock.wait(5)
  await end('with the new one')
  await knownWithin(1_000, 'with the new one')
  engine.pause()
  await end('while it hangs')
  await knownWithin(3_500, 'while it hangs')
  engine.resume()
  await knownWithin(1_000, 'usually')

  const { redis: _, ...heard } = await aProcess('a gateway that opens while members are gone')
  const gone = { listEndedSessions: () => Promise.reject(new Error('members are gone')) }
  const clock = virtualClock()
  const opening = endedSessions({ members: gone, ...heard, clock, log: silentLog })
  await passSeconds(clock, 2)
  using ended = await opening
  assert.ok(ended.has('with the new one'))
})
