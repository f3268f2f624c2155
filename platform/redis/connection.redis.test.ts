import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { Redis as Client } from 'ioredis'
import { engineUrl } from '#platform/an-engine.ts'
import { silentLog } from '#platform/measures/log.ts'
import { until } from '#platform/time/until-under-test.ts'
import { aCuttingProxy } from './a-cutting-proxy.ts'
import { openRedis, script } from './redis.ts'
import { RedisUnavailable, RedisUnusable } from './redis-errors.ts'

const url = engineUrl('redis')
const operator = new Client(url)
after(() => operator.disconnect())

const open = (at = url) => openRedis({ log: silentLog }, at)

/** Keeps what an operator is told that must act. */
function aTellingLog() {
  const told: string[] = []
  const error = ({ err }: { readonly err: unknown }) => void told.push(`${err}`)
  return { log: Object.assign(Object.create(silentLog), { error }), told }
}

/** Cuts one connection, as a network would. */
async function cut(name: string): Promise<void> {
  const clients = String(await operator.client('LIST')).split('\n')
  const id = clients.find(line => line.includes(` name=${name} `))?.match(/^id=(\d+)/)?.[1]
  assert(id !== undefined, `${name} is connected`)
  await operator.client('KILL', 'ID', Number(id))
}

suite('The connection to Redis', () => {
  test('a script runs, whether Redis knows it already or has never seen it', async () => {
    await using redis = await open()
    const echo = script(`return { KEYS[1], ARGV[1], '${randomUUID()}' }`)
    for (const round of [1, 2]) {
      const [key, value] = (await redis.run(echo, ['a'], [round])) as unknown[]
      assert.deepEqual([key, value], ['a', `${round}`])
    }
  })

  test('a script that breaks is an answer that did not come, and somebody is told why', async () => {
    const { log, told } = aTellingLog()
    await using redis = await openRedis({ log }, url)
    const broken = script('return nothing.there')
    for (const _ of [1, 2]) {
      await assert.rejects(redis.run(broken, [], []), error => {
        assert(error instanceof RedisUnavailable && error.cause instanceof Error)
        return error.cause.message.includes('nothing')
      })
    }
    assert.equal(told.length, 1, 'an operator is told once')
  })

  test('lost, it fails at once, comes back by itself, and says so; subscriptions live on', async () => {
    const name = `test-${randomUUID()}`
    await using redis = await openRedis({ log: silentLog }, url, { name })
    await using other = await open()
    const heard: string[] = []
    let returns = 0
    redis.onReturn(() => {
      returns++
    })
    redis.onMessage((channel, message) => heard.push(`${channel} ${message}`))
    await redis.subscribe(name)
    const run = redis.serverRun()
    assert.match(run, /^\w{40}$/)
    await cut(name)
    await until(() => !redis.isReady())
    await assert.rejects(redis.run(script('return 1'), [], []), RedisUnavailable)
    await until(() => redis.isReady())
    assert.deepEqual([returns, redis.serverRun()], [1, run])
    assert.equal(await redis.run(script('return 1'), [], []), 1)
    await until(() => {
      void other.publish(name, 'hello')
      return heard.length > 0
    })
    assert.equal(heard[0], `${name} hello`)
  })

  test('lost again while it takes its subscriptions up again, nobody dies of it, and they live on', async () => {
    const name = `test-${randomUUID()}`
    const isSubscribing = (packet: Buffer) => packet.includes('subscribe') && packet.includes(name)
    let subscriptions = 0
    const { hostname, port } = new URL(url)
    await using proxy = await aCuttingProxy({ host: hostname, port: Number(port) }, packet => {
      if (isSubscribing(packet)) subscriptions++
      return isSubscribing(packet) && subscriptions === 2 ? 'lose' : 'forward'
    })
    await using redis = await openRedis({ log: silentLog }, `redis://${hostname}:${proxy.port}`, {
      name,
    })
    const heard: string[] = []
    redis.onMessage(channel => heard.push(channel))
    await redis.subscribe(name)
    await cut(name)
    await until(() => subscriptions >= 3 && redis.isReady())
    await until(() => {
      void operator.publish(name, 'hello')
      return heard.length > 0
    })
  })

  test('who may not listen is as good as without Redis, says so once, and listens when it is let', async () => {
    const name = `test-${randomUUID()}`
    const mayListen = (may: 'allchannels' | 'resetchannels') =>
      operator.call('ACL', 'SETUSER', 'deaf', 'on', '>deaf', '+@all', '~*', may)
    const { log, told } = aTellingLog()
    const { host } = new URL(url)
    await mayListen('resetchannels')
    await using redis = await openRedis({ log }, `redis://deaf:deaf@${host}`, { name })
    const heard: string[] = []
    redis.onMessage(channel => heard.push(channel))
    const isHeard = () => {
      void operator.publish(name, 'hello')
      return heard.length > 0
    }
    async function refusedAgain(): Promise<void> {
      await operator.call('ACL', 'LOG', 'RESET')
      for (let refusals: unknown = []; Array.isArray(refusals) && refusals.length === 0; ) {
        refusals = await operator.call('ACL', 'LOG')
      }
    }
    await assert.rejects(redis.subscribe(name), RedisUnavailable)
    await until(() => !redis.isReady())
    await refusedAgain()
    assert.equal(redis.isReady(), false)
    await mayListen('allchannels')
    await until(() => redis.isReady() && isHeard())
    // Taken away, which ends the connection: the next ones are refused, until it is given again.
    heard.length = 0
    await mayListen('resetchannels')
    await refusedAgain()
    await mayListen('allchannels')
    await until(() => redis.isReady() && isHeard())
    assert.deepEqual(new Set(told).size, told.length, `${told}`)
    assert.match(`${told[0]}`, /NOPERM/)
  })

  test('a process that is too busy with its start to listen is connected all the same', async () => {
    const opening = open()
    const cell = new Int32Array(new SharedArrayBuffer(4))
    for (let block = 0; block < 3; block++) {
      Atomics.wait(cell, 0, 0, 700)
      await new Promise(setImmediate)
    }
    await using redis = await opening
    assert.equal(redis.isReady(), true)
  })

  test('where nobody listens, the operator reads what to do', async () => {
    await assert.rejects(open('redis://127.0.0.1:1'), error => {
      assert(error instanceof RedisUnusable)
      assert.match(error.message, /^No Redis answers at 127\.0\.0\.1:1 .*REDIS_URL\.$/)
      return true
    })
  })

  test('a database that this Redis does not have is refused, and no other is taken in its place', async () => {
    const key = `test-${randomUUID()}`
    const keep = script("return redis.call('SET', KEYS[1], 'kept', 'EX', 60)")
    const { host } = new URL(url)
    await using third = await open(`redis://${host}/3`)
    await third.run(keep, [key], [])
    assert.equal(await operator.exists(key), 0)
    await assert.rejects(open(`redis://${host}/99999`), error => {
      assert(error instanceof RedisUnusable)
      return /^Redis at .* has no database 99999 .* REDIS_URL/.test(error.message)
    })
  })

  test('a wrong password is told as one, and is not shown', async t => {
    const { host } = new URL(url)
    await operator.call('ACL', 'SETUSER', 'keeper', 'on', '>right', '+@all', '~*', '&*')
    await using redis = await open(`redis://keeper:right@${host}`)
    assert.equal(redis.isReady(), true)
    await assert.rejects(open(`redis://keeper:wrong-secret@${host}`), error => {
      assert(error instanceof RedisUnusable)
      assert.match(error.message, /refuses the user or the password/)
      return !error.message.includes('wrong-secret')
    })
    const { mock: warned } = t.mock.method(console, 'warn', () => undefined)
    await operator.call('ACL', 'SETUSER', 'blind', 'on', '>blind', '+@all', '-info', '~*', '&*')
    await assert.rejects(open(`redis://blind:blind@${host}`), error => {
      assert(error instanceof RedisUnusable)
      return /does not let this user .*info.* REDIS_URL\.$/.test(error.message)
    })
    assert.equal(warned.callCount(), 0, 'the client says nothing beside the sentence')
  })
})
