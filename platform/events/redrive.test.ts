import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { ToyDatabase, ToyStore } from '#platform/database/a-toy.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import { silentLog } from '#platform/measures/log.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { heard } from './a-shop-of-toys.ts'
import type { ArrivedEvent } from './event-message.ts'
import { redrive } from './redrive.ts'

const toyStore = import.meta.resolve('#platform/database/a-toy-store.ts')
const deps = { log: silentLog }

const anEvent = (number: number, text = `n${number}`, subject = 's'): ArrivedEvent => ({
  ...{ id: `stock:${number}`, type: 'note.written', source: 'stock', subject, version: number },
  ...{ timeMs: 1, data: JSON.stringify({ text }) },
})

/** A consumer with the first of these buried, and the others of its subject parked behind it. */
async function aDesk(first: ArrivedEvent, ...later: readonly ArrivedEvent[]) {
  const databases = await someDatabases(virtualClock())
  const database = await databases.open<ToyStore>('orders', toyStore)
  const told: unknown[] = []
  const afterwards = (result: unknown) => {
    told.push(result)
    throw new Error('the listener is broken')
  }
  await database.events.buryOnce({ event: first, reason: 'nobody was there' })
  await database.events.consumeOnce({ source: 'stock', events: later })
  return {
    ...{ database, told, ids: await idsOf(database) },
    redrive: (deadLetterId: number) =>
      redrive(deps, { database, subscription: { sources: ['stock'], afterwards } }, deadLetterId),
    [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
  }
}

const idsOf = async (database: ToyDatabase) =>
  (await database.events.listDeadLetters({ limit: 100 })).map(letter => letter.deadLetterId)

suite('A dead letter that is sent again', () => {
  test('is applied, and then what was parked behind it, in order; and the subject is open again', async () => {
    await using desk = await aDesk(anEvent(1), anEvent(2), anEvent(7, 'other', 'other'), anEvent(3))
    assert.deepEqual(await desk.redrive(desk.ids[0] ?? 0), { outcome: 'redriven', applied: 3 })
    await desk.database.events.consumeOnce({ source: 'stock', events: [anEvent(4)] })
    assert.deepEqual(await heard(desk.database), [
      ...['other#stock:7', 'n1#stock:1', 'n2#stock:2', 'n3#stock:3', 'n4#stock:4'],
    ])
    assert.deepEqual(await idsOf(desk.database), [])
    assert.deepEqual(desk.told, [['stock:1'], ['stock:2'], ['stock:3']])
  })

  test('does not pass an earlier one of its subject', async () => {
    await using desk = await aDesk(anEvent(1), anEvent(2))
    const [first = 0, second = 0] = desk.ids
    assert.deepEqual(await desk.redrive(second), { outcome: 'behind', firstId: first })
    assert.deepEqual(await heard(desk.database), [])
    assert.deepEqual(await idsOf(desk.database), desk.ids)
  })

  test('stays where it is when it fails again, with what is behind it', async () => {
    await using desk = await aDesk(anEvent(1), anEvent(2, 'poison'), anEvent(3))
    const [first = 0, second = 0, third = 0] = desk.ids
    const failed = { outcome: 'failed', deadLetterId: second, reason: 'nobody can take this' }
    assert.deepEqual(await desk.redrive(first), { ...failed, applied: 1 })
    assert.deepEqual(await desk.redrive(second), { ...failed, applied: 0 })
    assert.deepEqual(await heard(desk.database), ['n1#stock:1'])
    assert.deepEqual(await idsOf(desk.database), [second, third])
    await desk.database.events.consumeOnce({ source: 'stock', events: [anEvent(4)] })
    assert.equal((await idsOf(desk.database)).length, 3, 'what comes later waits for it')
  })

  test('that cannot be read says so, and stays', async () => {
    await using desk = await aDesk({ ...anEvent(1), data: '{"text": "to' })
    const answer = await desk.redrive(desk.ids[0] ?? 0)
    assert.equal(answer.outcome, 'failed')
    assert.deepEqual(await idsOf(desk.database), desk.ids)
  })

  test('by several at once is applied once', async () => {
    const later = Array.from({ length: 9 }, (_, at) => anEvent(at + 2))
    await using desk = await aDesk(anEvent(1), ...later)
    const [first = 0] = desk.ids
    const answers = await Promise.all(Array.from({ length: 5 }, () => desk.redrive(first)))
    const applied = answers.map(answer => (answer.outcome === 'redriven' ? answer.applied : 0))
    assert.equal(
      applied.reduce((sum, each) => sum + each, 0),
      10,
    )
    assert.deepEqual(
      await heard(desk.database),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(number => `n${number}#stock:${number}`),
    )
    assert.deepEqual(await idsOf(desk.database), [])
  })

  test('that is not there is not found', async () => {
    await using desk = await aDesk(anEvent(1))
    assert.deepEqual(await desk.redrive(4_711), { outcome: 'not_found' })
  })
})
