import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { ToyStore } from '#platform/database/a-toy.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import { silentLog } from '#platform/measures/log.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { heard } from './a-shop-of-toys.ts'
import { applyArrived } from './apply-arrived.ts'
import { type ArrivedMessage, messageOf } from './event-message.ts'
import { keptMessage } from './kept-message.ts'
import { redrive } from './redrive.ts'

const toyStore = import.meta.resolve('#platform/database/a-toy-store.ts')
const subscription = { sources: ['stock'] }
const stop = new AbortController().signal

type Faults = Readonly<Record<string, string>>

/** Event `number` as it lies on the log, with these headers instead of its own. */
function aMessage(number: number, faults: Faults = {}, at = number): ArrivedMessage {
  const { headers } = messageOf({
    ...{ id: `stock:${number}`, type: 'note.written', source: 'stock', subject: 's', version: 1 },
    ...{ timeMs: 1, data: '' },
  })
  const own = [...headers].map(([key, value]) => [`${key}`, `${value}`] as const)
  return {
    ...{ topic: 'firstcome.stock', partition: 0, offset: BigInt(at) },
    ...{ key: 's', value: JSON.stringify({ text: `n${number}` }) },
    headers: new Map([...own, ...Object.entries(faults)]),
  }
}

async function aConsumer() {
  const databases = await someDatabases(virtualClock())
  const database = await databases.open<ToyStore>('orders', toyStore)
  const subscriber = { database, subscription }
  const letters = () => database.events.listDeadLetters({ limit: 100 })
  return {
    hear: (...messages: readonly ArrivedMessage[]) =>
      applyArrived({ log: silentLog, stop }, subscriber, 'stock', messages),
    /** As a program did that did not know yet what to make of it. */
    bury: (message: ArrivedMessage, data = keptMessage(message)) =>
      database.events.buryOnce({
        reason: 'Its data are of an unknown version.',
        event: {
          ...{ id: `${message.topic}/${message.partition}@${message.offset}`, source: 'stock' },
          ...{ type: 'note.written', subject: 's', version: 1, timeMs: 1, data },
        },
      }),
    async redrive() {
      const [{ deadLetterId = 0 } = {}] = await letters()
      const { outcome, ...answer } = await redrive({ log: silentLog }, subscriber, deadLetterId)
      return { outcome, reason: 'reason' in answer ? answer.reason : null }
    },
    buried: async () => (await letters()).map(({ eventId }) => eventId),
    heard: () => heard(database),
    [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
  }
}

suite('A dead letter that was no event of ours, sent again,', () => {
  const faults: readonly (readonly [Faults, string])[] = [
    [{ ce_dataversion: '2' }, 'Its data are of an unknown version.'],
    [{ ce_specversion: '2.0' }, 'Its envelope is of an unknown version.'],
    [{ ce_source: 'orders' }, 'It is not from stock.'],
    [{ ce_id: 'orders:1' }, 'Its id is none of ours.'],
  ]
  for (const [headers, reason] of faults) {
    test(`is read as it was first, and stays, and what is behind it: ${reason}`, async () => {
      await using consumer = await aConsumer()
      await consumer.hear(aMessage(1, headers), aMessage(2))
      const buried = ['firstcome.stock/0@1', 'stock:2']
      assert.deepEqual(await consumer.buried(), buried)
      for (let time = 0; time < 2; time++) {
        assert.deepEqual(await consumer.redrive(), { outcome: 'failed', reason })
      }
      assert.deepEqual(await consumer.buried(), buried)
      assert.deepEqual(await consumer.heard(), [])
    })
  }

  test('is applied where it can be read by now, once, however often it lies there and comes', async () => {
    await using consumer = await aConsumer()
    for (const at of [1, 7]) await consumer.bury(aMessage(1, {}, at))
    await consumer.hear(aMessage(2))
    assert.deepEqual(await consumer.redrive(), { outcome: 'redriven', reason: null })
    await consumer.hear(aMessage(1), aMessage(3))
    await consumer.bury(aMessage(1))
    await consumer.redrive()
    assert.deepEqual(await consumer.buried(), [])
    assert.deepEqual(await consumer.heard(), ['n1#stock:1', 'n2#stock:2', 'n3#stock:3'])
  })

  test('is not applied where only its data were kept: nobody can tell what they are', async () => {
    await using consumer = await aConsumer()
    await consumer.bury(aMessage(1), '{"text":"n1"}')
    assert.deepEqual(await consumer.redrive(), {
      outcome: 'failed',
      reason: 'Its data are of an unknown version.',
    })
    assert.deepEqual(await consumer.buried(), ['firstcome.stock/0@1'])
  })
})
