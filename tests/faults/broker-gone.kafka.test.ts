import assert from 'node:assert/strict'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { someToys } from '#platform/database/a-toy.ts'
import { aShopOfToys, everyone, heard } from '#platform/events/a-shop-of-toys.ts'
import { kafkaEventLog } from '#platform/events/event-log.kafka.ts'
import { systemClock } from '#platform/time/clock.ts'
import { startKafka } from '#tests/engines/kafka-engine.ts'

const patience = { timeout: 240_000 }

/** A shop of toys that writes on and on, and a broker of its own that is about to fail. */
async function aShopAndItsBroker() {
  await using opened = new AsyncDisposableStack()
  const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'firstcome-broker-')))
  const broker = await startKafka(folder.path)
  opened.defer(() => broker.stop())
  const toys = opened.use(await someToys({ clock: systemClock }))
  const deps = { brokers: [broker.url], prefix: 'shop', sessionMs: 2_000 }
  const shop = await aShopOfToys(
    {
      ...{ toys, clock: systemClock },
      startLog: ({ log }, databases, subscribers) =>
        kafkaEventLog({ ...deps, log }, databases, subscribers),
    },
    everyone,
    { twoHomes: true },
  )
  const log = opened.use(await shop.start())
  const written: string[] = []
  let isOpen = true

  async function sellOn(): Promise<void> {
    while (isOpen) {
      const id = `n${written.length}`
      written.push(id)
      await shop.stock.write.write({ id, announces: 2 })
      await sleep(2)
    }
  }

  const selling = sellOn()
  const all = opened.move()
  return {
    broker,
    soldCount: () => written.length,
    complaints: shop.complaints,
    /** Ends the sale, waits for the log, and looks that each was heard once and in its order. */
    async reckon() {
      isOpen = false
      await selling
      await log.settled()
      for (const consumer of [shop.orders, shop.mails]) {
        const notes = (await heard(consumer)).map(note => note.split('#stock:'))
        assert.equal(notes.length, 2 * written.length)
        const numbers = Map.groupBy(notes, ([text]) => text)
        assert.equal(numbers.size, written.length)
        for (const [text, both] of numbers) {
          const [first, second] = both.map(([, number]) => Number(number))
          assert.equal(second, Number(first) + 1, `${text} is heard once, and in its order`)
        }
        assert.deepEqual(await consumer.events.listDeadLetters({ limit: 1 }), [])
      }
    },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

suite('While Kafka is gone, selling goes on, and afterwards everybody hears of it', () => {
  test('killed for 30 s, and started again with what it had', patience, async () => {
    await using shop = await aShopAndItsBroker()
    await sleep(1_000)
    await shop.broker.kill()
    const soldBefore = shop.soldCount()
    await sleep(30_000)
    const soldWithout = shop.soldCount() - soldBefore
    await shop.broker.restart()
    await sleep(1_000)
    await shop.reckon()
    assert.ok(soldWithout > 300, `${soldWithout} were sold without it`)
    const waiting = shop.complaints.filter(sentence => /wait/.test(sentence))
    assert.ok(waiting.length <= 20, `it is said, but not again and again: ${waiting.length}`)
  })

  test('it stands still for 20 s, and goes on', patience, async () => {
    await using shop = await aShopAndItsBroker()
    await sleep(1_000)
    shop.broker.pause()
    const soldBefore = shop.soldCount()
    await sleep(20_000)
    const soldWithout = shop.soldCount() - soldBefore
    shop.broker.resume()
    await sleep(1_000)
    await shop.reckon()
    assert.ok(soldWithout > 300, `${soldWithout} were sold without it`)
  })

  test('restarted again and again in the middle of it', patience, async () => {
    await using shop = await aShopAndItsBroker()
    for (const how of ['kill', 'restart', 'kill', 'restart'] as const) {
      await sleep(700)
      if (how === 'kill') await shop.broker.kill()
      await shop.broker.restart()
    }
    await shop.reckon()
  })
})
