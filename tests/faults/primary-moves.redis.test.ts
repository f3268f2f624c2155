import assert from 'node:assert/strict'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Redis as Client } from 'ioredis'
import { silentLog } from '#platform/measures/log.ts'
import { aCuttingProxy } from '#platform/redis/a-cutting-proxy.ts'
import { openRedis, script } from '#platform/redis/redis.ts'
import { RedisUnavailable, RedisUnusable } from '#platform/redis/redis-errors.ts'
import { startRedis } from '#tests/engines/redis-engine.ts'
import { eventually } from '#tests/shop/eventually.ts'

const count = script(`return redis.call('INCR', KEYS[1])`)

/** Two servers, and a name that leads whoever connects to one of them. */
async function aPair() {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'firstcome-primary-')))
  const [one, two] = await Promise.all(
    ['one', 'two'].map(async name => {
      const { url } = opened.use(await startRedis(join(folder.path, name)))
      const client = opened.adopt(new Client(url), each => each.disconnect())
      return { client, port: Number(new URL(url).port) }
    }),
  )
  assert(one !== undefined && two !== undefined)
  const name = { host: '127.0.0.1', port: one.port }
  const proxy = opened.use(await aCuttingProxy(name, () => 'forward'))
  type Server = typeof one
  const all = opened.move()
  return {
    one,
    two,
    url: `redis://127.0.0.1:${proxy.port}`,
    /** Only one takes writes from here on; the other one keeps its connections. */
    async demote(server: Server, primary: Server): Promise<void> {
      await primary.client.replicaof('NO', 'ONE')
      await server.client.replicaof('127.0.0.1', primary.port)
    },
    pointTo({ port }: Server): void {
      name.port = port
    },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

test('where Redis becomes a replica, the new primary is asked as soon as the name leads to it, there and back', async () => {
  await using pair = await aPair()
  await using redis = await openRedis({ log: silentLog }, pair.url)
  let returns = 0
  redis.onReturn(() => {
    returns++
  })
  const write = () => redis.run(count, ['counter'], [])
  assert.equal(await write(), 1)

  const moves = [
    { from: pair.one, to: pair.two },
    { from: pair.two, to: pair.one },
  ]
  for (const [at, { from, to }] of moves.entries()) {
    await pair.demote(from, to)
    await assert.rejects(write(), RedisUnavailable)
    // The name still leads to the replica: it is connected to, looked at, and left again.
    await eventually('a connection given up', () => !redis.isReady())
    await assert.rejects(write(), RedisUnavailable)
    assert.equal(returns, at, 'a replica is no return')

    pair.pointTo(to)
    await eventually('the new primary', () => redis.isReady())
    assert.equal(String(await write()), await to.client.get('counter'))
    assert.equal(returns, at + 1)
  }
})

test('a process that is given the address of a replica does not begin, and says why', async () => {
  await using pair = await aPair()
  await pair.demote(pair.one, pair.two)
  async function begin(): Promise<void> {
    await using _ = await openRedis({ log: silentLog }, pair.url)
  }
  await assert.rejects(begin, error => {
    assert(error instanceof RedisUnusable)
    assert.match(error.message, /^Redis at 127\.0\.0\.1:\d+ is a replica.*REDIS_URL\.$/)
    return true
  })
})
