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
/** So much less the rules wait where something is broken: nobody wants to be woken by the test's end. */
const TIMES_FASTER = 4
/** Longer than any alert then looks back and waits before it calls: five minutes, and two. */
const EVERY_ALERT_SECONDS = (5 * 60 + 2 * 60) / TIMES_FASTER
/** Longer than the alert that is awaited waits before it calls. */
const CALLED_WITHIN_MS = 90_000
/** What is true of a machine that does too much at once, whatever is broken in the shop. */
const OF_SLOW_MACHINES = ['ProcessBusy', 'DatabaseSlow', 'StockDecidesSlowly']

suite('Prometheus beside a shop of five processes', () => {
  let opened: AsyncDisposableStack
  let engines: OwnEngines
  let shop: Cluster
  let prometheus: Prometheus
  let impatient: Prometheus
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
    const faster = { timesFaster: TIMES_FASTER }
    impatient = opened.use(await startPrometheus(shop.folder, targets, faster))
  })
  after(() => opened?.disposeAsync())

  test('in a rush every panel has data, every metric is described, and nobody is called', async () => {
    await shop.whole()
    await aSmallRush(shop, SECONDS)
    assert.deepEqual(await withoutData(prometheus, SECONDS, { isApart: true }), [])
    assert.deepEqual(await prometheus.firing(), [])
    await assertDescribed(shop.parts.map(({ privateUrl }) => privateUrl))
    await pictureBoards(prometheus, SECONDS + 10)
  })

  test('Redis dies in a rush: that is told, nothing else, and it ends when Redis is back', async () => {
    await engines.redis.kill()
    await toldAlone('RedisGone')
    await engines.redis.restart()
    await nobodyIsCalled()
  })

  test('a process of stock is killed: that is told, nothing else, until it is there again', async () => {
    await shop.part('stock 1').kill()
    await toldAlone('ProcessGone')
    await shop.part('stock 1').start()
    await nobodyIsCalled()
  })

  /** The rush goes on until every alert that anything broken could call by would have called. */
  async function toldAlone(alert: string): Promise<void> {
    await aSmallRush(shop, EVERY_ALERT_SECONDS)
    await eventually(
      `the alert ${alert}`,
      async () => (await firing()).includes(alert),
      CALLED_WITHIN_MS,
    )
    const fired = await impatient.ask(
      `count by (alertname) (max_over_time(ALERTS{alertstate="firing"}[${EVERY_ALERT_SECONDS}s]))`,
    )
    const names = fired.map(({ labels }) => labels.alertname ?? '')
    assert.deepEqual(names.filter(isOfTheShop), [alert], 'nothing else has called, and is it now')
  }

  async function nobodyIsCalled(): Promise<void> {
    await shop.whole()
    await eventually(
      'that nobody is called',
      async () => (await firing()).length === 0,
      CALLED_WITHIN_MS,
    )
  }

  async function firing(): Promise<readonly string[]> {
    return (await impatient.firing()).filter(isOfTheShop)
  }
})

const isOfTheShop = (alert: string): boolean => !OF_SLOW_MACHINES.includes(alert)
