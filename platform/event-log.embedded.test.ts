import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { someToys, type ToyDatabase } from './a-toy.ts'
import type { Clock } from './clock.ts'
import { embeddedEventLog } from './event-log.embedded.ts'
import type { Subscription } from './event-log.ts'
import { type Log, silentLog } from './log.ts'
import { virtualClock } from './virtual-clock.ts'

type Toys = Awaited<ReturnType<typeof someToys>>

/** Databases in one thread, or in two as a shop has them, and who hears whom. */
async function aLog(
  toys: Toys,
  clock: Clock,
  wishes: Readonly<Record<string, Subscription>>,
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
  const start = () => embeddedEventLog({ clock, log }, Object.values(databases), subscribers)
  async function end() {
    await rush[Symbol.asyncDispose]()
    await rest[Symbol.asyncDispose]()
  }
  return { ...databases, complaints, start, end }
}

const everyone = {
  orders: { sources: ['stock'] },
  mails: { sources: ['stock', 'orders'] },
} satisfies Record<string, Subscription>

/** What a database heard, as `text#source:number`, in the order in which it was applied. */
const heard = (database: ToyDatabase) => database.read.list(null)
const announce = (database: ToyDatabase, id: string, text = id) =>
  database.write.write({ id, text, announces: 1 })
const announceUrgently = (database: ToyDatabase, id: string) =>
  database.write.write({ id, announces: 1, type: 'note.urgent' })

suite('The event log of one process', () => {
  test('what is announced reaches everybody who asked for it, once, in its order', async () => {
    const clock = virtualClock()
    await using toys = await someToys({ clock })
    const shop = await aLog(toys, clock, everyone)
    await announce(shop.stock, 'before')
    await using log = shop.start()
    const ids = Array.from({ length: 1_300 }, (_, at) => `n${at}`)
    await Promise.all(ids.map(id => announce(shop.stock, id)))
    await announce(shop.stock, 'after')
    await log.settled()
    const expected = ['before', ...ids, 'after'].map((text, at) => `${text}#stock:${at + 1}`)
    assert.deepEqual(await heard(shop.orders), expected)
    assert.deepEqual(await heard(shop.mails), expected)
    assert.deepEqual(shop.complaints, [])
  })

  test('what hearing announces is heard in its turn, before all is settled', async () => {
    const clock = virtualClock()
    await using toys = await someToys({ clock })
    const shop = await aLog(toys, clock, {
      ...{ orders: { sources: ['stock'] }, mails: { sources: ['stock'] } },
      stock: { sources: ['mails'] },
    })
    await using log = shop.start()
    await announce(shop.stock, 'a', 'echo echo echo a')
    await log.settled()
    assert.deepEqual(await heard(shop.stock), ['a', 'echo echo a#mails:1', 'a#mails:2'])
    assert.deepEqual(await heard(shop.orders), ['echo echo echo a#stock:1', 'echo a#stock:2'])
  })

  test('who wants to hear of some facts only is brought those, and the others hold nothing back', async () => {
    const clock = virtualClock()
    await using toys = await someToys({ clock })
    const urgent = { sources: ['stock'], types: ['note.urgent'] }
    const shop = await aLog(toys, clock, { orders: { sources: ['stock'] }, mails: urgent })
    await announce(shop.stock, 'a')
    await announceUrgently(shop.stock, 'b')
    const cursor = () => shop.mails.events.readCursor({ source: 'stock' })
    for (const life of [1, 2]) {
      await using log = shop.start()
      await announce(shop.stock, `c${life}`)
      await announceUrgently(shop.stock, `d${life}`)
      await announce(shop.stock, `e${life}`)
      await log.settled()
    }
    assert.deepEqual(await heard(shop.mails), ['b#stock:2', 'd1#stock:4', 'd2#stock:7'])
    assert.equal((await heard(shop.orders)).length, 8)
    assert.ok((await cursor()) >= 7)
    await using log = shop.start()
    await shop.stock.write.write({ id: 'many', announces: 5_000 })
    await log.settled()
    assert.equal(await cursor(), 5_008, 'it is written now and then though nothing was wanted')
    await announceUrgently(shop.stock, 'last')
    await log.settled()
    assert.equal((await heard(shop.mails)).at(-1), 'last#stock:5009')
  })

  test('what nobody can take is buried alone, the later ones of its subject behind it', async () => {
    const clock = virtualClock()
    await using toys = await someToys({ clock })
    const shop = await aLog(toys, clock, everyone)
    await announce(shop.stock, 'a')
    await shop.stock.write.write({ id: 'bad', text: 'poison', announces: 3 })
    await announce(shop.stock, 'b')
    await using log = shop.start()
    await log.settled()
    await announce(shop.stock, 'c')
    await log.settled()
    for (const consumer of [shop.orders, shop.mails]) {
      assert.deepEqual(await heard(consumer), ['a#stock:1', 'b#stock:5', 'c#stock:6'])
      const letters = await consumer.events.listDeadLetters({ limit: 10 })
      const parked = 'An earlier event of this subject is a dead letter.'
      assert.deepEqual(
        letters.map(({ source, type, subject, reason }) => [source, type, subject, reason]),
        ['nobody can take this', parked, parked].map(reason => [
          ...['stock', 'note.written', 'bad', reason],
        ]),
      )
      assert.equal(await consumer.events.readCursor({ source: 'stock' }), 6)
    }
    assert.equal(shop.complaints.length, 2, 'one burial for each consumer, said once')
  })

  test('a consumer that cannot be reached is waited for: nothing is buried for that, nor applied twice', async () => {
    const clock = virtualClock()
    await using toys = await someToys({ clock })
    const shop = await aLog(toys, clock, { orders: { sources: ['stock'] } })
    await using log = shop.start()
    const texts = ['a', 'poison', 'b', 'unreachable', 'c']
    await Promise.all(texts.map(id => announce(shop.stock, id)))
    let isSettled = false
    const settled = log.settled().then(() => {
      isSettled = true
    })
    // It waits by the shop's clock, which stands still unless it is moved.
    while (!isSettled) {
      await new Promise(setImmediate)
      clock.advance(50)
    }
    await settled
    assert.deepEqual(await heard(shop.orders), [
      ...['a#stock:1', 'b#stock:3', 'unreachable#stock:4', 'c#stock:5'],
    ])
    const letters = await shop.orders.events.listDeadLetters({ limit: 10 })
    assert.deepEqual(
      letters.map(letter => letter.subject),
      ['poison'],
    )
  })

  test('the news of what was applied come after its commit; a listener that breaks breaks nothing', async () => {
    const clock = virtualClock()
    await using toys = await someToys({ clock })
    const told: unknown[] = []
    const afterwards = (result: unknown) => {
      told.push(result)
      throw new Error('the listener is broken')
    }
    const shop = await aLog(toys, clock, { orders: { sources: ['stock'], afterwards } })
    await announce(shop.stock, 'a')
    await announce(shop.stock, 'b')
    await using log = shop.start()
    await log.settled()
    await announce(shop.stock, 'c')
    await log.settled()
    assert.deepEqual(await heard(shop.orders), ['a#stock:1', 'b#stock:2', 'c#stock:3'])
    assert.deepEqual(told, [['stock:1', 'stock:2'], ['stock:3']])
    assert.deepEqual(await shop.orders.events.listDeadLetters({ limit: 10 }), [])
  })

  test('stopped and started at any moment it loses nothing and doubles nothing', async () => {
    const clock = virtualClock()
    await using toys = await someToys({ clock })
    const written: string[] = []
    const urgent: string[] = []
    const wishes = { ...everyone, mails: { sources: ['stock'], types: ['note.urgent'] } }
    for (let life = 0; life < 5; life++) {
      const shop = await aLog(toys, clock, wishes, { twoThreads: true })
      const log = shop.start()
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
    const shop = await aLog(toys, clock, wishes)
    await using log = shop.start()
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
  })
})

suite('The cursor of a consumer', () => {
  const row = (number: number, text = `n${number}`) => ({
    ...{ number, type: 'note.written', subject: `s${number}`, version: 1, timeMs: 1 },
    data: JSON.stringify({ text }),
  })

  test('moves with what was applied: not where that fell, and no delivery is applied twice', async () => {
    await using toys = await someToys()
    const database = await toys.open(toys.startThread())
    const consume = (after: number, ...rows: ReturnType<typeof row>[]) =>
      database.events.consume({ source: 'stock', after, rows })
    const cursor = () => database.events.readCursor({ source: 'stock' })
    assert.equal(await cursor(), 0)
    await assert.rejects(consume(0, row(1), row(2, 'poison')), /nobody can take this/)
    assert.equal(await cursor(), 0)
    assert.deepEqual(await consume(0, row(1), row(2)), ['stock:1', 'stock:2'])
    assert.equal(await cursor(), 2)
    await assert.rejects(consume(0, row(1), row(2)), /already consumed/)
    await assert.rejects(consume(1, row(2), row(3)), /already consumed/)
    assert.deepEqual(await consume(2, row(7)), ['stock:7'], 'numbers may have gaps')
    await assert.rejects(
      database.events.bury({ source: 'stock', row: row(7), reason: 'late' }),
      /already consumed/,
    )
    assert.equal(await database.events.readCursor({ source: 'orders' }), 0)
    assert.deepEqual(await database.read.list(null), ['n1#stock:1', 'n2#stock:2', 'n7#stock:7'])
  })
})

test('everything is for somebody: a wish for a service that is not here is no wish', async () => {
  const clock = virtualClock()
  await using toys = await someToys({ clock })
  const shop = await aLog(toys, clock, { orders: { sources: ['elsewhere', 'stock'] } })
  await using log = shop.start()
  await announce(shop.stock, 'a')
  await log.settled()
  assert.deepEqual(await heard(shop.orders), ['a#stock:1'])
})
