import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Consumer, instancesChannel, type MessagesStream } from '@platformatic/kafka'
import { someToys } from '#platform/database/a-toy.ts'
import { until } from '#platform/time/until-under-test.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { announce, aShopOfToys, heard } from './a-shop-of-toys.ts'
import { kafkaUnderTest } from './kafka-under-test.ts'

type Made = { readonly type: string; readonly instance: unknown }

/** The clients of Kafka that are made from here on, and what they read by. */
function noteClients() {
  const consumers: Consumer<string, string, string, string>[] = []
  const streams: MessagesStream<string, string, string, string>[] = []
  const note = (made: unknown) => {
    const { type, instance } = made as Made
    if (instance instanceof Consumer) consumers.push(instance)
    if (type === 'messages-stream') streams.push(instance as (typeof streams)[number])
  }
  instancesChannel.subscribe(note)
  return { consumers, streams, [Symbol.dispose]: () => instancesChannel.unsubscribe(note) }
}

test('a consumer that its group has forgotten, and takes back at no attempt, is ended with all that reads for it', async () => {
  await using opened = new AsyncDisposableStack()
  const clock = virtualClock()
  const kafka = opened.use(kafkaUnderTest())
  const toys = opened.use(await someToys({ clock }))
  using clients = noteClients()
  const { startLog } = kafka
  const wishes = { orders: { sources: ['stock'] } }
  const shop = await aShopOfToys({ toys, clock, startLog }, wishes)
  const log = opened.use(await shop.start())
  await announce(shop.stock, 'a')
  await log.settled()
  const [consumer] = clients.consumers
  const [stream] = clients.streams
  assert.ok(consumer && stream)
  // So it is left by the library after a freeze of Kafka: no member, and joined no more.
  consumer.memberId = null
  consumer.emit('error', new Error('joinGroup failed 3 times.'))
  await until(() => stream.destroyed)
  await announce(shop.stock, 'b')
  await log.settled()
  assert.deepEqual(await heard(shop.orders), ['a#stock:1', 'b#stock:2'])
})
