import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { Redis as Client } from 'ioredis'
import { engineUrl } from '#platform/an-engine.ts'
import { silentLog } from '#platform/measures/log.ts'
import { openRedis, type Redis } from '#platform/redis/redis.ts'
import { systemClock } from '#platform/time/clock.ts'
import { until } from '#platform/time/until-under-test.ts'
import { liveContract } from './live.contract.ts'
import { redisLive } from './live.redis.ts'

const url = engineUrl('redis')
const operator = new Client(url)
after(() => operator.disconnect())

type Log = typeof silentLog

/** Processes, each with a connection of its own; the names of the connections tell them apart. */
async function processes(names: readonly string[], log: Log = silentLog) {
  await using opened = new AsyncDisposableStack()
  const prefix = `test-${randomUUID()}`
  const lives: ReturnType<typeof redisLive>[] = []
  for (const name of names) {
    const redis: Redis = await openRedis({ log: silentLog }, url, { name: `${prefix}-${name}` })
    const live = redisLive({ redis, clock: systemClock, log, name, prefix })
    lives.push(live)
    opened.defer(async () => {
      await live[Symbol.asyncDispose]()
      await redis[Symbol.asyncDispose]()
    })
  }
  const [here, there] = lives
  assert(here !== undefined && there !== undefined)
  const all = opened.move()
  return { prefix, here, there, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}

liveContract('by Redis, in two processes', () => processes(['here', 'there']))

async function cut(name: string): Promise<void> {
  const clients = String(await operator.client('LIST')).split('\n')
  const id = clients.find(line => line.includes(` name=${name} `))?.match(/^id=(\d+)/)?.[1]
  assert(id !== undefined, `${name} is connected`)
  await operator.client('KILL', 'ID', Number(id))
}

suite('What moves, by Redis', () => {
  test('whoever comes later knows what is listened to already', async () => {
    await using opened = await processes(['a', 'b'])
    const { here, prefix } = opened
    for (let topic = 0; topic < 2_500; topic++) here.subscribe(`order:${topic}`, () => undefined)
    await using redis = await openRedis({ log: silentLog }, url)
    const late = { redis, clock: systemClock, log: silentLog, name: 'late', prefix }
    await using live = redisLive(late)
    await until(() => live.hasListeners('order:0') && live.hasListeners('order:2499'))
    assert.equal(live.hasListeners('order:2500'), false)
  })

  test('after a lost connection he hears again, and is told that he may have missed something', async () => {
    await using opened = await processes(['here', 'there'])
    const { here, there, prefix } = opened
    const heard: unknown[] = []
    let missed = 0
    there.onMissed(() => {
      missed++
    })
    there.subscribe('a', message => heard.push(message))
    await until(() => here.hasListeners('a'))
    await cut(`${prefix}-there`)
    there.subscribe('b', message => heard.push(message))
    await until(() => missed > 0 && here.hasListeners('b'))
    here.publish('a', 1)
    here.publish('b', 2)
    await until(() => heard.length === 2)
    assert.deepEqual(heard, [1, 2])
  })

  test('what one said while he alone was away, the others are told that they missed', async () => {
    await using opened = await processes(['here', 'there'])
    const { here, there, prefix } = opened
    let missed = 0
    there.subscribe('a', () => assert.fail('nobody is connected'))
    there.onMissed(() => {
      missed++
    })
    await until(() => here.hasListeners('a'))
    await cut(`${prefix}-here`)
    here.publish('a', 1)
    await until(() => missed > 0 && here.hasListeners('a'))
  })

  test('who listened to nothing any more when he went makes nobody work', async () => {
    await using opened = await processes(['here', 'there'])
    const { here, there } = opened
    there.subscribe('a', () => undefined)
    await until(() => here.hasListeners('a'))
    await there[Symbol.asyncDispose]()
    await until(() => !here.hasListeners('a'))
  })

  test('rubbish on a channel, and a listener that breaks, are told to somebody and end nothing', async () => {
    const told: unknown[] = []
    const log: Log = Object.assign(Object.create(silentLog), {
      error: (...said: unknown[]) => told.push(said),
    })
    await using opened = await processes(['here', 'there'], log)
    const { here, there, prefix } = opened
    const heard: unknown[] = []
    there.subscribe('a', message => {
      if (message === 'break') throw new Error('a listener is broken')
      heard.push(message)
    })
    await until(() => here.hasListeners('a'))
    await operator.publish(`${prefix}:live:a`, 'rubbish')
    here.publish('a', 'break')
    here.publish('a', 'whole')
    await until(() => heard.length > 0)
    assert.deepEqual([heard, told.length], [['whole'], 2])
  })
})
