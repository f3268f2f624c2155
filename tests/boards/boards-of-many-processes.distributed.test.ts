import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type OwnEngines, startOwnEngines } from '#tests/engines/own-engines.ts'
import { type Cluster, startCluster } from '#tests/shop/a-cluster.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { someDistributedPlace } from '#tests/shop/some-place.ts'
import { type Prometheus, startPrometheus } from './a-prometheus.ts'
import { aSmallRush } from './a-small-rush.ts'
import { withoutData } from './ask-all.ts'
import { assertDescribed } from './metrics-table.ts'
import { pictureBoards } from './picture-boards.ts'

const SECONDS = 25
/** Longer than any alert waits before it calls. */
const CALLED_WITHIN_MS = 90_000

suite('Prometheus beside a shop of five processes', () => {
  let opened: AsyncDisposableStack
  let engines: OwnEngines
  let shop: Cluster
  let prometheus: Prometheus
  before(async () => {
    opened = new AsyncDisposableStack()
    engines = opened.use(await startOwnEngines())
    const place = opened.use(await someDistributedPlace(engines.urls))
    shop = opened.use(await startCluster({ place }))
    const targets = shop.parts.map(({ name, privateUrl }) => ({
      part: name.split(' ')[0] ?? name,
      url: privateUrl,
    }))
    prometheus = opened.use(await startPrometheus(shop.folder, targets))
  })
  after(() => opened?.disposeAsync())

  test('in a rush every panel has data, every metric is described, and nobody is called', async () => {
    await aSmallRush(shop, SECONDS)
    assert.deepEqual(await withoutData(prometheus, SECONDS, { isApart: true }), [])
    assert.deepEqual(await prometheus.firing(), [])
    await assertDescribed(shop.parts.map(({ privateUrl }) => privateUrl))
    await pictureBoards(prometheus, SECONDS + 10)
  })

  test('Redis dies in a rush: that is told, nothing else, and it ends when Redis is back', async () => {
    await engines.redis.kill()
    await aSmallRush(shop, 5)
    await called(['RedisGone'])
    await engines.redis.restart()
    await called([])
  })

  test('a process of stock is killed: that is told, nothing else, until it is there again', async () => {
    await shop.part('stock 1').kill()
    await aSmallRush(shop, 5)
    await called(['ProcessGone'])
    await shop.part('stock 1').start()
    await called([])
  })

  /** Waits until these alerts fire. Meanwhile, and then, no other one may. */
  async function called(expected: readonly string[]): Promise<void> {
    await eventually(
      `the alerts ${expected.join(', ') || 'none'}`,
      async () => {
        const firing = [...new Set(await prometheus.firing())]
        const others = expected.length === 0 ? [] : firing.filter(name => !expected.includes(name))
        assert.deepEqual(others, [], 'nothing else calls')
        return firing.length === expected.length
      },
      CALLED_WITHIN_MS,
    )
  }
})
