import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { someToys, type ToyDatabase } from '#platform/database/a-toy.ts'
import type { Database, Store } from '#platform/database/database.ts'
import { type Log, silentLog } from '#platform/measures/log.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { Clock } from '#platform/time/clock.ts'
import { type VirtualClock, virtualClock } from '#platform/time/virtual-clock.ts'
import { deadLetterCalls } from './dead-letter-calls.ts'
import type { EventLog, Subscriber, Subscription } from './event-log.ts'

/** Starts an event log over databases; again over the same ones, it goes on where it stood. */
export type StartLog = (
  deps: { readonly clock: Clock; readonly log: Log },
  databases: readonly Database<Store>[],
  subscribers: readonly Subscriber[],
) => EventLog | Promise<EventLog>

type Toys = Awaited<ReturnType<typeof someToys>>
type Wishes = Readonly<Record<string, Subscription>>

/** Databases in one thread, or in two as a shop has them, and who hears whom. */
export async function aShopOfToys(
  { toys, clock, startLog }: { toys: Toys; clock: Clock; startLog: StartLog },
  wishes: Wishes,
  { twoThreads = false } = {},
) {
  const rush = toys.startThread()
  const rest = twoThreads ? toys.startThread() : rush
  const databases = {
    stock: await toys.open(rush, 'stock'),
    orders: await toys.open(rest, 'orders'),
    mails: await toys.open(rest, 'mails'),
  }
  const complaints: string[] = []
  const log: Log = Object.assign(Object.create(silentLog), {
    warn: (_: unknown, sentence: string) => complaints.push(sentence),
    error: (_: unknown, sentence: string) => complaints.push(sentence),
  })
  const subscribers = Object.entries(databases).flatMap(([name, database]) => {
    const subscription = wishes[name]
    return subscription ? [{ database, subscription }] : []
  })
  const start = async () => startLog({ clock, log }, Object.values(databases), subscribers)
  async function end() {
    await rush[Symbol.asyncDispose]()
    await rest[Symbol.asyncDispose]()
  }
  return { ...databases, complaints, start, end }
}

/** What a database heard, as `text#source:number`, in the order in which it was applied. */
export const heard = (database: ToyDatabase) => database.read.list(null)
export const announce = (database: ToyDatabase, id: string, text = id) =>
  database.write.write({ id, text, announces: 1 })
export const announceUrgently = (database: ToyDatabase, id: string) =>
  database.write.write({ id, announces: 1, type: 'note.urgent' })

export const everyone = {
  orders: { sources: ['stock'] },
  mails: { sources: ['stock', 'orders'] },
} satisfies Wishes

type Opened = AsyncDisposable & { readonly startLog: StartLog }

/** The promise of an event log. `open` gives one that has never held an event. */
export function eventLogContract(name: string, open: () => Opened): void {
  type Parts = { readonly toys: Toys; readonly clock: VirtualClock; readonly startLog: StartLog }

  const promise = (title: string, keep: (parts: Parts) => Promise<void>) =>
    test(title, { timeout: 120_000 }, async () => {
      const clock = virtualClock()
      await using opened = open()
      await using toys = await someToys({ clock })
      await keep({ toys, clock, startLog: opened.startLog })
    })

  suite(`The event log ${name}`, () => {
    deliveryPromises(promise)
    burialPromises(promise)
    restartPromises(promise)
  })

  type Promises = typeof promise

  function deliveryPromises(promise: Promises): void {
    promise('what is announced reaches everybody who asked for it, once', async parts => {
      const shop = await aShopOfToys(parts, everyone)
      await announce(shop.stock, 'before')
      await using log = await shop.start()
      const ids = Array.from({ length: 1_300 }, (_, at) => `n${at}`)
      await Promise.all(ids.map(id => announce(shop.stock, id)))
      await announce(shop.stock, 'after')
      await log.settled()
      const expected = ['before', ...ids, 'after'].map((text, at) => `${text}#stock:${at + 1}`)
      assert.deepEqual((await heard(shop.orders)).sort(), expected.toSorted())
      assert.deepEqual((await heard(shop.mails)).sort(), expected.toSorted())
      assert.deepEqual(shop.complaints, [])
    })

    promise('what is told of one subject is heard in its order', async parts => {
      const shop = await aShopOfToys(parts, everyone)
      await using log = await shop.start()
      const ids = Array.from({ length: 40 }, (_, at) => `n${at}`)
      await Promise.all(ids.map(id => shop.stock.write.write({ id, announces: 20 })))
      await log.settled()
      for (const consumer of [shop.orders, shop.mails]) {
        const notes = (await heard(consumer)).map(note => note.split('#stock:'))
        for (const id of ids) {
          const numbers = notes.filter(([text]) => text === id).map(([, number]) => Number(number))
          assert.equal(numbers.length, 20)
          assert.deepEqual(
            numbers,
            numbers.toSorted((a, b) => a - b),
          )
        }
      }
    })

    promise('what hearing announces is heard in its turn, before all is settled', async parts => {
      const shop = await aShopOfToys(parts, {
        ...{ orders: { sources: ['stock'] }, mails: { sources: ['stock'] } },
        stock: { sources: ['mails'] },
      })
      await using log = await shop.start()
      await announce(shop.stock, 'a', 'echo echo echo a')
      await log.settled()
      assert.deepEqual(await heard(shop.stock), ['a', 'echo echo a#mails:1', 'a#mails:2'])
      assert.deepEqual((await heard(shop.orders)).sort(), [
        'echo a#stock:2',
        'echo echo echo a#stock:1',
      ])
    })

    promise(
      'who wants to hear of some facts only is brought those, and the others hold nothing back',
      async parts => {
        const urgent = { sources: ['stock'], types: ['note.urgent'] }
        const shop = await aShopOfToys(parts, { orders: { sources: ['stock'] }, mails: urgent })
        await announce(shop.stock, 'a')
        await announceUrgently(shop.stock, 'b')
        for (const life of [1, 2]) {
          await using log = await shop.start()
          await announce(shop.stock, `c${life}`)
          await announceUrgently(shop.stock, `d${life}`)
          await announce(shop.stock, `e${life}`)
          await log.settled()
        }
        assert.deepEqual((await heard(shop.mails)).sort(), [
          'b#stock:2',
          'd1#stock:4',
          'd2#stock:7',
        ])
        assert.equal((await heard(shop.orders)).length, 8)
        await using log = await shop.start()
        await shop.stock.write.write({ id: 'many', announces: 5_000 })
        await announceUrgently(shop.stock, 'last')
        await log.settled()
        assert.deepEqual(
          (await heard(shop.mails)).filter(note => note.startsWith('last')),
          ['last#stock:5009'],
        )
      },
    )

    promise(
      'the news of what was applied come after its commit; a listener that breaks breaks nothing',
      async parts => {
        const told: unknown[] = []
        const afterwards = (result: unknown) => {
          told.push(result)
          throw new Error('the listener is broken')
        }
        const shop = await aShopOfToys(parts, { orders: { sources: ['stock'], afterwards } })
        await announce(shop.stock, 'a')
        await announce(shop.stock, 'b')
        await using log = await shop.start()
        await log.settled()
        await announce(shop.stock, 'c')
        await log.settled()
        const expected = ['a#stock:1', 'b#stock:2', 'c#stock:3']
        assert.deepEqual((await heard(shop.orders)).sort(), expected)
        assert.deepEqual(told.flat().sort(), ['stock:1', 'stock:2', 'stock:3'])
        assert.deepEqual(await shop.orders.events.listDeadLetters({ limit: 10 }), [])
      },
    )

    promise('a wish for a service that is not here holds nothing back', async parts => {
      const shop = await aShopOfToys(parts, { orders: { sources: ['elsewhere', 'stock'] } })
      await using log = await shop.start()
      await announce(shop.stock, 'a')
      await log.settled()
      assert.deepEqual(await heard(shop.orders), ['a#stock:1'])
    })
  }

  function burialPromises(promise: Promises): void {
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
        const number = 1
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
        assert.deepEqual((await heard(shop.orders)).sort(), [
          ...['a#stock:1', 'b#stock:3', 'c#stock:5', 'unreachable#stock:4'],
        ])
        const letters = await shop.orders.events.listDeadLetters({ limit: 10 })
        assert.deepEqual(
          letters.map(letter => letter.subject),
          ['poison'],
        )
      },
    )
  }

  function restartPromises(promise: Promises): void {
    promise(
      'stopped and started at any moment it loses nothing and doubles nothing',
      async parts => {
        const written: string[] = []
        const urgent: string[] = []
        const wishes = { ...everyone, mails: { sources: ['stock'], types: ['note.urgent'] } }
        for (let life = 0; life < 5; life++) {
          // Whoever was killed holds no lease for ever.
          parts.clock.advance(60_000)
          const shop = await aShopOfToys(parts, wishes, { twoThreads: true })
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
          const texts = (await heard(consumer)).map(note => note.split('#')[0])
          assert.equal(texts.length, all.length)
          assert.deepEqual(new Set(texts), new Set(all))
          assert.deepEqual(await consumer.events.listDeadLetters({ limit: 10 }), [])
        }
        assert.equal(written.length, 750)
      },
    )
  }
}
