import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Event } from '#contracts/event.ts'
import type { ToyStore } from '#platform/database/a-toy.ts'
import * as toyStore from '#platform/database/a-toy-store.ts'
import { openMysql } from '#platform/database/database.mysql.ts'
import { someMysqlDatabases } from '#platform/database/databases-under-test.ts'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'
import { silentLog } from '#platform/measures/log.ts'
import { heard } from './a-shop-of-toys.ts'
import type { ArrivedEvent } from './event-message.ts'
import { redrive } from './redrive.ts'

const anEvent = (number: number, subject: string): ArrivedEvent => ({
  ...{ id: `stock:${number}`, type: 'note.written', source: 'stock', subject, version: 1 },
  ...{ timeMs: 1, data: JSON.stringify({ text: `${subject}${number}` }) },
})

/** A consumer that stands still where it applies a subject, until it is let go. */
async function aConsumer({ stopsAt }: { stopsAt: string }) {
  await using opened = new AsyncDisposableStack()
  const databases = opened.use(await someMysqlDatabases())
  const service = 'orders'
  await databases.open<ToyStore>(service, import.meta.resolve('#platform/database/a-toy-store.ts'))
  const isThere = Promise.withResolvers<void>()
  const letGo = Promise.withResolvers<void>()
  const store: ToyStore = {
    ...toyStore,
    async consume(trx, events: readonly Event[]) {
      if (events.some(({ subject }) => subject === stopsAt)) {
        isThere.resolve()
        await letGo.promise
      }
      return toyStore.consume(trx, events)
    },
  }
  const database = opened.use(await openMysql<ToyStore>({ url: databases.place, service, store }))
  await database.events.buryOnce({ event: anEvent(1, 's'), reason: 'nobody was there' })
  const [{ deadLetterId = 0 } = {}] = await database.events.listDeadLetters({ limit: 1 })
  const server = serverOf(databases.place, service)
  const connection = await connectTo(server)
  opened.defer(() => connection.end())

  /** Until that is done, or somebody in this schema waits to change letters. */
  async function doneOrWaiting(work: Promise<unknown>): Promise<void> {
    let isDone = false
    work.finally(() => {
      isDone = true
    })
    while (!isDone) {
      const [rows] = await connection.query(
        `select 1 from information_schema.processlist where db = ?
         and (info like 'update dead_letter%' or info like 'delete from dead_letter%')`,
        [server.schema],
      )
      if ((rows as unknown[]).length > 0) return
    }
  }

  const all = opened.move()
  const subscriber = { database, subscription: { sources: ['stock'] } }
  return {
    ...{ isThere: isThere.promise, letGo: letGo.resolve, doneOrWaiting },
    consume: (...events: ArrivedEvent[]) =>
      database.events.consumeOnce({ source: 'stock', events }),
    redrive: () => redrive({ log: silentLog }, subscriber, deadLetterId),
    async reckon() {
      const letters = await database.events.listDeadLetters({ limit: 10 })
      return { heard: await heard(database), buried: letters.map(letter => letter.eventId) }
    },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

suite('Nothing is parked behind a letter that somebody sends again meanwhile', () => {
  test('where it is parked first, it goes with that letter', async () => {
    await using consumer = await aConsumer({ stopsAt: 'other' })
    const consumed = consumer.consume(anEvent(2, 's'), anEvent(3, 'other'))
    await consumer.isThere
    const redriven = consumer.redrive()
    await consumer.doneOrWaiting(redriven)
    consumer.letGo()
    await consumed
    assert.deepEqual(await redriven, { outcome: 'redriven', applied: 2 })
    assert.deepEqual(await consumer.reckon(), {
      heard: ['other3#stock:3', 's1#stock:1', 's2#stock:2'],
      buried: [],
    })
  })

  test('where the letter goes first, it is applied after it', async () => {
    await using consumer = await aConsumer({ stopsAt: 's' })
    const redriven = consumer.redrive()
    await consumer.isThere
    const consumed = consumer.consume(anEvent(2, 's'), anEvent(3, 'other'))
    await consumer.doneOrWaiting(consumed)
    consumer.letGo()
    await consumed
    assert.deepEqual(await redriven, { outcome: 'redriven', applied: 1 })
    assert.deepEqual(await consumer.reckon(), {
      heard: ['s1#stock:1', 's2#stock:2', 'other3#stock:3'],
      buried: [],
    })
  })
})
