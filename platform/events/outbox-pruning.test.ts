import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { someToys, type ToyDatabase } from '#platform/database/a-toy.ts'
import { silentLog } from '#platform/measures/log.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { embeddedEventLog } from './event-log.embedded.ts'
import { outboxPruning } from './outbox-pruning.ts'

const clock = virtualClock(0)
const toys = await someToys({ clock })
after(() => toys[Symbol.asyncDispose]())
const thread = toys.startThread()

const keptMs = 1_000
let shops = 0

/** Two who announce; orders hear both, mails hear orders only. */
async function aShop() {
  shops += 1
  const [stock, orders, mails] = await Promise.all(
    ['stock', 'orders', 'mails'].map(name => toys.open(thread, `${name}${shops}`)),
  )
  assert(stock && orders && mails)
  const databases = [stock, orders, mails]
  const subscribers = [
    { database: orders, subscription: { sources: [stock.service] } },
    { database: mails, subscription: { sources: [stock.service, orders.service] } },
  ]
  const { run } = outboxPruning({ clock, keptMs }, databases, subscribers)
  return { stock, orders, mails, run, databases, subscribers }
}

const announce = (database: ToyDatabase, id: string, announces = 1) =>
  database.write.write({ id, announces })
const kept = async (database: ToyDatabase) =>
  (await database.events.readOutbox({ after: 0, limit: 10_000 })).map(row => row.subject)
const hear = async (consumer: ToyDatabase, source: ToyDatabase, count: number) => {
  const after = await consumer.events.readCursor({ source: source.service })
  const rows = await source.events.readOutbox({ after, limit: count })
  await consumer.events.consume({ source: source.service, after, rows })
}

test('an event is kept until every consumer has it and its time is over', async () => {
  const { stock, orders, mails, run } = await aShop()
  for (const id of ['a', 'b', 'c', 'd']) await announce(stock, id)
  clock.advance(keptMs + 1)
  await announce(stock, 'young')
  await run()
  assert.deepEqual(await kept(stock), ['a', 'b', 'c', 'd', 'young'], 'nobody has them')
  await hear(orders, stock, 3)
  await run()
  assert.equal((await kept(stock)).length, 5, 'mails have none')
  await hear(mails, stock, 5)
  await run()
  assert.deepEqual(await kept(stock), ['d', 'young'])
  await hear(orders, stock, 5)
  await run()
  assert.deepEqual(await kept(stock), ['young'])
  clock.advance(keptMs)
  await run()
  assert.deepEqual(await kept(stock), ['young'], 'to the millisecond')
  clock.advance(1)
  await run()
  assert.deepEqual(await kept(stock), [])
})

test('what a consumer does not want to hear is not kept for it', async () => {
  const { stock, orders, databases } = await aShop()
  const subscription = { sources: [stock.service], types: ['note.urgent'] }
  const { run } = outboxPruning({ clock, keptMs }, databases, [{ database: orders, subscription }])
  await announce(stock, 'a')
  await stock.write.write({ id: 'urgent', announces: 1, type: 'note.urgent' })
  await announce(stock, 'b')
  clock.advance(keptMs + 1)
  await run()
  assert.deepEqual(await kept(stock), ['urgent', 'b'])
  await hear(orders, stock, 1)
  await run()
  assert.deepEqual(await kept(stock), [])
})

test('what nobody asked for goes when its time is over', async () => {
  const { mails, run } = await aShop()
  await announce(mails, 'a')
  await run()
  assert.deepEqual(await kept(mails), ['a'])
  clock.advance(keptMs + 1)
  await run()
  assert.deepEqual(await kept(mails), [])
})

test('very many go too, and the consumers hear on without a gap', async () => {
  const { stock, orders, mails, run, databases, subscribers } = await aShop()
  await announce(stock, 'many', 5_000)
  await using log = embeddedEventLog({ clock, log: silentLog }, databases, subscribers)
  await log.settled()
  clock.advance(keptMs + 1)
  await run()
  assert.deepEqual(await kept(stock), [])
  await announce(stock, 'next')
  await log.settled()
  for (const consumer of [orders, mails]) {
    const heard = await consumer.read.list(null)
    assert.equal(heard.length, 5_001)
    assert.equal(heard.at(-1), `next#${stock.service}:5001`)
  }
})
