import assert from 'node:assert/strict'
import { silentLog } from '#platform/measures/log.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import {
  announce,
  announceUrgently,
  aShopOfToys,
  everyone,
  heard,
  textOf,
} from './a-shop-of-toys.ts'
import { deadLetterCalls } from './dead-letter-calls.ts'
import type { PromiseOfLog } from './event-log.contract.ts'

/** What cannot be taken is buried, and holds nothing else back. */
export function burialPromises(promise: PromiseOfLog): void {
  promise(
    'what nobody can take is buried alone, the later ones of its subject behind it',
    async parts => {
      const shop = await aShopOfToys(parts, everyone)
      await announce(shop.stock, 'a')
      await shop.stock.write.write({ id: 'bad', text: 'poison', announces: 3 })
      await announce(shop.stock, 'b')
      await using log = await shop.start()
      await log.settled()
      await announce(shop.stock, 'c')
      await log.settled()
      for (const consumer of [shop.orders, shop.mails]) {
        const expected = ['a#stock:1', 'b#stock:5', 'c#stock:6']
        assert.deepEqual((await heard(consumer)).sort(), expected)
        const letters = await consumer.events.listDeadLetters({ limit: 10 })
        const parked = 'An earlier event of this subject is a dead letter.'
        assert.deepEqual(
          letters.map(({ source, type, subject, reason }) => [source, type, subject, reason]),
          ['nobody can take this', parked, parked].map(reason => [
            ...['stock', 'note.written', 'bad', reason],
          ]),
        )
      }
      assert.equal(shop.complaints.length, 2, 'one burial for each consumer, said once')
    },
  )

  promise(
    'what was buried is sent again in its order, and what comes later follows it',
    async parts => {
      const subscription = { sources: ['stock'] }
      const shop = await aShopOfToys(parts, { orders: subscription })
      await using log = await shop.start()
      await shop.stock.write.write({ id: 'bad', text: 'poison', announces: 3 })
      await log.settled()
      await shop.orders.write.write({ id: 'antidote' })
      const desk = deadLetterCalls({ database: shop.orders, subscription, log: silentLog })
      const [{ deadLetterId: number = 0 } = {}] = await shop.orders.events.listDeadLetters({
        limit: 1,
      })
      assert.deepEqual(await desk.redriveDeadLetter({ number }, fromService), {
        ...{ applied: 3, stoppedAt: null, reason: null },
      })
      await shop.stock.write.write({ id: 'bad too', announces: 1 })
      await log.settled()
      assert.deepEqual(await heard(shop.orders), [
        'antidote',
        ...[1, 2, 3].map(of => `poison#stock:${of}`),
        'bad too#stock:4',
      ])
      assert.deepEqual(await shop.orders.events.listDeadLetters({ limit: 10 }), [])
    },
  )

  promise(
    'a consumer that cannot be reached is waited for: nothing is buried for that, nor applied twice',
    async parts => {
      const shop = await aShopOfToys(parts, { orders: { sources: ['stock'] } })
      await using log = await shop.start()
      const texts = ['a', 'poison', 'b', 'unreachable', 'c']
      await Promise.all(texts.map(id => announce(shop.stock, id)))
      let isSettled = false
      const settled = log.settled().then(() => {
        isSettled = true
      })
      // It waits by the shop's clock, which stands still unless it is moved.
      while (!isSettled) {
        await new Promise(setImmediate)
        parts.clock.advance(50)
      }
      await settled
      const heardOf = (await heard(shop.orders)).map(textOf)
      assert.deepEqual(heardOf.sort(), ['a', 'b', 'c', 'unreachable'])
      const letters = await shop.orders.events.listDeadLetters({ limit: 10 })
      assert.deepEqual(
        letters.map(letter => letter.subject),
        ['poison'],
      )
    },
  )
}

/** Whoever falls loses nothing and doubles nothing. */
export function restartPromises(promise: PromiseOfLog): void {
  promise('stopped and started at any moment it loses nothing and doubles nothing', async parts => {
    const written: string[] = []
    const urgent: string[] = []
    const wishes = { ...everyone, mails: { sources: ['stock'], types: ['note.urgent'] } }
    for (let life = 0; life < 5; life++) {
      // Whoever was killed holds no lease for ever.
      parts.clock.advance(60_000)
      const shop = await aShopOfToys(parts, wishes, { twoHomes: true })
      const log = await shop.start()
      const writing = Array.from({ length: 150 }, async (_, at) => {
        const id = `life${life}-${at}`
        await (at % 3 === 0 ? announceUrgently : announce)(shop.stock, id)
        written.push(id)
        if (at % 3 === 0) urgent.push(id)
      })
      await Promise.all(writing.slice(0, 20 * life))
      // Half of the time it is told to stop, else its threads are gone under it.
      if (life % 2 === 0) await log[Symbol.asyncDispose]()
      await Promise.all(writing)
      await shop.end()
      await log[Symbol.asyncDispose]()
    }
    // Whoever was killed holds no lease for ever.
    parts.clock.advance(60_000)
    const shop = await aShopOfToys(parts, wishes)
    await using log = await shop.start()
    await log.settled()
    for (const [consumer, all] of [
      [shop.orders, written],
      [shop.mails, urgent],
    ] as const) {
      const texts = (await heard(consumer)).map(textOf)
      assert.equal(texts.length, all.length)
      assert.deepEqual(new Set(texts), new Set(all))
      assert.deepEqual(await consumer.events.listDeadLetters({ limit: 10 }), [])
    }
    assert.equal(written.length, 750)
  })
}
