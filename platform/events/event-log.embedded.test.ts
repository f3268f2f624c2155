import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { someToys } from '#platform/database/a-toy.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { announce, announceUrgently, aShopOfToys, everyone, heard } from './a-shop-of-toys.ts'
import { eventLogContract } from './event-log.contract.ts'
import { embeddedEventLog } from './event-log.embedded.ts'

eventLogContract('of one process', () => ({
  startLog: embeddedEventLog,
  [Symbol.asyncDispose]: async () => undefined,
}))

suite('The event log of one process, which has one order for all', () => {
  test('what a service announces is heard in the order in which it was, whatever it is about', async () => {
    const clock = virtualClock()
    await using toys = await someToys({ clock })
    const shop = await aShopOfToys({ toys, clock, startLog: embeddedEventLog }, everyone)
    await using log = await shop.start()
    const ids = Array.from({ length: 1_300 }, (_, at) => `n${at}`)
    await Promise.all(ids.map(id => announce(shop.stock, id)))
    await log.settled()
    const expected = ids.map((text, at) => `${text}#stock:${at + 1}`)
    assert.deepEqual(await heard(shop.orders), expected)
    assert.deepEqual(await heard(shop.mails), expected)
  })

  test('a cursor passes what is buried, and is written now and then though nothing was wanted', async () => {
    const clock = virtualClock()
    await using toys = await someToys({ clock })
    const urgent = { sources: ['stock'], types: ['note.urgent'] }
    const wishes = { orders: { sources: ['stock'] }, mails: urgent }
    const shop = await aShopOfToys({ toys, clock, startLog: embeddedEventLog }, wishes)
    await using log = await shop.start()
    await shop.stock.write.write({ id: 'bad', text: 'poison', announces: 3 })
    await announceUrgently(shop.stock, 'b')
    await announce(shop.stock, 'c')
    await log.settled()
    assert.equal(await shop.orders.events.readCursor({ source: 'stock' }), 5)
    assert.ok((await shop.mails.events.readCursor({ source: 'stock' })) >= 4)
    await shop.stock.write.write({ id: 'many', announces: 5_000 })
    await log.settled()
    assert.equal(await shop.mails.events.readCursor({ source: 'stock' }), 5_005)
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
      database.events.consumeOrBury({ source: 'stock', row: row(7) }),
      /already consumed/,
    )
    assert.equal(await database.events.readCursor({ source: 'orders' }), 0)
    assert.deepEqual(await database.read.list(null), ['n1#stock:1', 'n2#stock:2', 'n7#stock:7'])
  })
})
