import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Admin, Producer } from '@platformatic/kafka'
import { someToys } from '#platform/database/a-toy.ts'
import { silentLog } from '#platform/measures/log.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { aShopOfToys, heard } from './a-shop-of-toys.ts'
import { messageOf } from './event-message.ts'
import { kafkaUnderTest } from './kafka-under-test.ts'
import { redrive } from './redrive.ts'

/** A shop whose events are all of one subject, and so in one partition; it can be closed. */
async function aShop() {
  const clock = virtualClock()
  await using opened = new AsyncDisposableStack()
  const kafka = opened.use(kafkaUnderTest())
  const { brokers, prefix } = kafka
  const bootstrapBrokers = [...brokers]
  const topic = `${prefix}.stock`
  const toys = opened.use(await someToys({ clock }))
  const subscription = { sources: ['stock'] }
  const { startLog } = kafka
  const shop = await aShopOfToys({ toys, clock, startLog }, { orders: subscription })
  const admin = new Admin({ clientId: 'operator', bootstrapBrokers })
  opened.defer(() => admin.close())
  const producer = new Producer({ clientId: 'relay', bootstrapBrokers })
  opened.defer(() => producer.close(true))
  let number = 0

  async function announce(count: number): Promise<void> {
    const messages = Array.from({ length: count }, () => {
      const id = `stock:${++number}`
      const data = JSON.stringify({ text: `n${number}` })
      return messageOf({
        ...{ id, type: 'note.written', source: 'stock', subject: 's', version: 1, timeMs: 1, data },
      })
    })
    await producer.send({ acks: -1, messages: messages.map(each => ({ topic, ...each })) })
  }

  async function partition(): Promise<number> {
    const [listed] = await admin.listOffsets({
      topics: [
        {
          name: topic,
          partitions: Array.from({ length: 12 }, (_, partitionIndex) => ({
            ...{ partitionIndex, timestamp: -1n },
          })),
        },
      ],
    })
    return listed?.partitions.find(({ offset }) => offset > 0n)?.partitionIndex ?? -1
  }

  const all = opened.move()
  return {
    ...{ announce, complaints: shop.complaints, subscription, database: shop.orders },
    place: async (offset: number) => `${topic}/${await partition()}@${offset}`,
    /** Until nothing is left to hear. Gives how much is then. */
    async openUntilSettled() {
      await using log = await shop.start()
      await log.settled()
      const behind = await log.behind()
      return behind.reduce((sum, { events }) => sum + events, 0)
    },
    async deleteBefore(offset: number) {
      const partitions = [{ partition: await partition(), offset: BigInt(offset) }]
      await admin.deleteRecords({ topics: [{ name: topic, partitions }] })
    },
    async goOnAt(offset: number) {
      const offsets = { partition: await partition(), offset: BigInt(offset) }
      const topics = [{ name: topic, partitionOffsets: [offsets] }]
      await admin.alterConsumerGroupOffsets({ groupId: `${prefix}.orders`, topics })
    },
    letters: async () =>
      (await shop.orders.events.listDeadLetters({ limit: 10 })).map(
        ({ eventId, source, reason }) => ({ eventId, source, reason }),
      ),
    heard: () => heard(shop.orders),
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

suite('What is deleted of the log before a consumer has read it', () => {
  test('is told as a dead letter, once, and what is still there is heard', async () => {
    await using shop = await aShop()
    await shop.openUntilSettled()
    await shop.announce(3)
    await shop.openUntilSettled()
    await shop.announce(5)
    await shop.deleteBefore(6)
    for (let time = 0; time < 2; time++) await shop.openUntilSettled()
    const heardOf = [1, 2, 3, 7, 8].map(number => `n${number}#stock:${number}`)
    assert.deepEqual(await shop.heard(), heardOf)
    const reason = '3 events from this place on were deleted before they were read here.'
    assert.deepEqual(await shop.letters(), [
      { eventId: await shop.place(3), source: 'stock', reason },
    ])
    const complaint = 'events are no more on the log, and were not read here'
    assert.deepEqual(shop.complaints, [complaint])
    const answer = await redrive({ log: silentLog }, shop, 1)
    assert.deepEqual(answer, { outcome: 'failed', applied: 0, deadLetterId: 1, reason })
  })

  test('where the log ends before the place at which to go on, it is read from its beginning', async () => {
    await using shop = await aShop()
    await shop.openUntilSettled()
    await shop.announce(3)
    await shop.openUntilSettled()
    await shop.goOnAt(700)
    await shop.announce(2)
    await shop.openUntilSettled()
    const heardOf = [1, 2, 3, 4, 5].map(number => `n${number}#stock:${number}`)
    assert.deepEqual(await shop.heard(), heardOf)
    const reason = 'The log ends before this place, where it was to go on: it is read from 0 on.'
    assert.deepEqual(await shop.letters(), [
      { eventId: await shop.place(700), source: 'stock', reason },
    ])
  })

  test('before a group has begun with it, is waited for by nobody', async () => {
    await using shop = await aShop()
    await shop.openUntilSettled()
    await shop.announce(3)
    await shop.deleteBefore(3)
    assert.equal(await shop.openUntilSettled(), 0)
    assert.deepEqual([await shop.heard(), await shop.letters()], [[], []])
  })
})
