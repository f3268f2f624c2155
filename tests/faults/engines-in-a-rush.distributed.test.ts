import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type OwnEngines, startOwnEngines } from '#tests/engines/own-engines.ts'
import { type Cluster, startCluster } from '#tests/shop/a-cluster.ts'
import { someDistributedPlace } from '#tests/shop/some-place.ts'
import { withWhatItSaid } from '#tests/shop/with-what-it-said.ts'
import { aCrowd, aDropOf, type Member, type Rush, rush } from './a-rush.ts'
import { assertRush } from './rush-invariants.ts'

const BUYERS = 240
const UNITS = 150
const GONE_MS = 10_000
/** By the real clock, in processes of their own: longer than any patience with a broker. */
const KAFKA_GONE_MS = 30_000

suite('A rush sells each unit once, and keeps its word, though', () => {
  const opened = new AsyncDisposableStack()
  let engines: OwnEngines
  let cluster: Cluster
  let crowd: readonly Member[]
  before(async () => {
    engines = opened.use(await startOwnEngines())
    const place = opened.use(await someDistributedPlace(engines.urls))
    cluster = opened.use(await startCluster({ place, stocks: 2 }))
    crowd = await aCrowd(cluster, BUYERS)
  })
  after(() => opened[Symbol.asyncDispose]())

  async function rushWhile(
    happens: () => Promise<unknown>,
    { buyers = BUYERS, units = UNITS } = {},
  ): Promise<Rush> {
    const drop = await aDropOf(cluster, units)
    const comers = crowd.slice(0, buyers)
    const result = await rush(cluster, drop, comers, { overMs: 2_000, happens })
    await assertRush(cluster, result)
    return result
  }

  const promises: Readonly<Record<string, () => Promise<unknown>>> = {
    async 'Redis forgets everything, is restarted, and is gone for ten seconds'() {
      const { outcomes } = await rushWhile(async () => {
        await engines.redis.empty()
        await sleep(500)
        await engines.redis.restart()
        await sleep(500)
        await engines.redis.kill()
        await sleep(GONE_MS)
        await engines.redis.restart()
      })
      const longestMs = Math.max(...outcomes.map(({ waitedMs }) => waitedMs))
      assert.ok(longestMs < GONE_MS, `nobody waits for Redis: somebody did, for ${longestMs} ms`)
    },

    async 'Redis stands still for ten seconds, with all connections open'() {
      const { outcomes } = await rushWhile(async () => {
        engines.redis.pause()
        await sleep(GONE_MS)
        engines.redis.resume()
      })
      const longestMs = Math.max(...outcomes.map(({ waitedMs }) => waitedMs))
      assert.ok(longestMs < GONE_MS, `nobody waits for Redis: somebody did, for ${longestMs} ms`)
    },

    async 'Kafka is gone for thirty seconds; nobody who reserves or pays notices'() {
      async function goForLong(): Promise<void> {
        await engines.kafka.kill()
        await sleep(KAFKA_GONE_MS)
        await engines.kafka.restart()
      }
      // Fewer, who ask as often in this time as all do in ten seconds.
      const [buyers, units] = [BUYERS / 3, UNITS / 3]
      const { seen } = await rushWhile(goForLong, { buyers, units })
      // A busy machine may ask somebody to try again; whoever needs Kafka would ask everybody.
      const { '503 try_again': again = 0, ...others } = Object.fromEntries(seen)
      assert.deepEqual(Object.keys(others).sort(), ['200', '201', '409 sold_out'])
      assert.ok(again < BUYERS / 4, `buyers saw ${JSON.stringify([...seen])}`)
    },

    async 'the database stands still for longer than a call waits, and goes on'() {
      await rushWhile(async () => {
        engines.mariadb.pause()
        await sleep(12_000)
        engines.mariadb.resume()
      })
    },

    async 'the database is slow'() {
      await rushWhile(async () => {
        for (let pause = 0; pause < 20; pause++) {
          engines.mariadb.pause()
          await sleep(200)
          engines.mariadb.resume()
          await sleep(50)
        }
      })
    },

    async 'the database is killed in its midst, and refuses everybody for a while'() {
      await rushWhile(async () => {
        await engines.mariadb.kill()
        await sleep(3_000)
        await engines.mariadb.restart()
      })
    },
  }
  for (const [name, promise] of Object.entries(promises)) {
    test(name, async () => {
      await withWhatItSaid(cluster, promise)
    })
  }
})
