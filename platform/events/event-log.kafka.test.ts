import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Admin, Producer } from '@platformatic/kafka'
import { someToys } from '#platform/database/a-toy.ts'
import { silentLog } from '#platform/measures/log.ts'
import { systemClock } from '#platform/time/clock.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { announce, announceUrgently, aShopOfToys, everyone, heard } from './a-shop-of-toys.ts'
import { eventLogContract } from './event-log.contract.ts'
import { kafkaEventLog } from './event-log.kafka.ts'
import { EventLogUnusable } from './event-log.ts'
import { type ArrivedEvent, messageOf } from './event-message.ts'
import { kafkaUnderTest } from './kafka-under-test.ts'

eventLogContract('over Kafka', kafkaUnderTest)

/** A toy shop over Kafka, and somebody who writes onto its topics what he likes. */
async function aShopOverKafka() {
  const clock = virtualClock()
  await using opened = new AsyncDisposableStack()
  const kafka = opened.use(kafkaUnderTest())
  const { prefix, brokers } = kafka
  const toys = opened.use(await someToys({ clock }))
  const shop = await aShopOfToys({ toys, clock, startLog: kafka.startLog }, everyone)
  const log = opened.use(await shop.start())
  const producer = new Producer({ clientId: 'stranger', bootstrapBrokers: [...brokers] })
  opened.defer(() => producer.close(true))
  const all = opened.move()
  return {
    ...{ ...shop, clock, log, prefix, brokers },
    write: (messages: readonly ReturnType<typeof messageOf>[]) =>
      producer.send({
        acks: -1,
        messages: messages.map(message => ({ topic: `${prefix}.stock`, ...message })),
      }),
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

function anEvent(number: number, given: Partial<ArrivedEvent> = {}): ArrivedEvent {
  const { subject = `s${number}` } = given
  return {
    ...{ id: `stock:${number}`, type: 'note.written', source: 'stock', subject, version: 1 },
    ...{ timeMs: 1, data: JSON.stringify({ text: `${subject}.${number}` }), ...given },
  }
}

const lettersOf = async (shop: { orders: Parameters<typeof heard>[0] }) =>
  (await shop.orders.events.listDeadLetters({ limit: 100 })).map(
    ({ subject, reason }) => `${subject}: ${reason}`,
  )

suite('What lies on Kafka', () => {
  test('is applied once, however often and in whatever mixture it comes', async () => {
    await using shop = await aShopOverKafka()
    const events = Array.from({ length: 300 }, (_, at) =>
      anEvent(at + 1, { subject: `s${at % 17}` }),
    )
    // Each relay that fell sends a stretch again, which may overlap with what another sends.
    for (let round = 0; round < 12; round++) {
      const from = round * 25 - (round % 4) * 40
      await shop.write(events.slice(Math.max(0, from), from + 120).map(messageOf))
    }
    await shop.log.settled()
    const notes = await heard(shop.orders)
    assert.equal(notes.length, 300)
    assert.equal(new Set(notes).size, 300)
    for (let subject = 0; subject < 17; subject++) {
      const numbers = notes
        .filter(note => note.startsWith(`s${subject}.`))
        .map(note => Number(note.split(':')[1]))
      assert.deepEqual(
        numbers,
        numbers.toSorted((a, b) => a - b),
      )
    }
    assert.deepEqual(await lettersOf(shop), [])
  })

  test('is taken whatever time the shop has: days before the broker’s, or days ahead', async () => {
    await using shop = await aShopOverKafka()
    const brokerMs = systemClock.nowMs()
    for (const [at, days] of [-30, 30].entries()) {
      shop.clock.set(brokerMs + days * 86_400_000)
      await shop.stock.write.write({ id: `day ${days}`, announces: 1 })
      await shop.log.settled()
      assert.equal((await heard(shop.orders)).length, at + 1)
    }
  })

  test('goes to the dead letters where it cannot be read, and blocks its own key only', async () => {
    await using shop = await aShopOverKafka()
    const withHeader = (event: ArrivedEvent, name: string, value: string | null) => {
      const message = messageOf(event)
      const headers = new Map([...message.headers].filter(([key]) => key.toString() !== name))
      if (value !== null) headers.set(Buffer.from(name), Buffer.from(value))
      return { ...message, headers }
    }
    await shop.write([
      messageOf(anEvent(1, { subject: 'good' })),
      messageOf(anEvent(2, { subject: 'torn', data: '{"text": "to' })),
      withHeader(anEvent(3, { subject: 'new' }), 'ce_dataversion', '2'),
      withHeader(anEvent(4, { subject: 'newer' }), 'ce_specversion', '2.0'),
      withHeader(anEvent(5, { subject: 'forged' }), 'ce_source', 'orders'),
      withHeader(anEvent(6, { subject: 'nameless' }), 'ce_id', null),
      withHeader(anEvent(7, { subject: 'odd' }), 'ce_id', 'whatever'),
      withHeader(anEvent(12, { subject: 'far' }), 'ce_subjectversion', '9999999999'),
      ...['torn', 'new', 'good', 'nameless'].map((subject, at) =>
        messageOf(anEvent(8 + at, { subject })),
      ),
    ])
    await shop.log.settled()
    assert.deepEqual(await heard(shop.orders), ['good.1#stock:1', 'good.10#stock:10'])
    const parked = 'An earlier event of this subject is a dead letter.'
    const reasons = (await lettersOf(shop)).sort()
    assert.match(reasons.pop() ?? '', /^torn: Unterminated string in JSON/)
    assert.deepEqual(
      reasons,
      [
        'far: Its version is no number of ours.',
        'forged: It is not from stock.',
        `nameless: ${parked}`,
        'nameless: It has no header ce_id.',
        `new: ${parked}`,
        'new: Its data are of an unknown version.',
        'newer: Its envelope is of an unknown version.',
        'odd: Its id is none of ours.',
        `torn: ${parked}`,
      ].sort(),
    )
    const count = reasons.length
    await announce(shop.stock, 'more')
    await shop.log.settled()
    assert.equal((await lettersOf(shop)).length, count + 1, 'each is buried once')
  })

  test('without a key or any of our words it is buried, and what comes after it is heard', async () => {
    await using shop = await aShopOverKafka()
    const producer = new Producer({ clientId: 'noise', bootstrapBrokers: [...shop.brokers] })
    const topic = `${shop.prefix}.stock`
    const noise = [Buffer.from([0xff, 0x00, 0xfe]), Buffer.from('hello')]
    await producer.send({ acks: -1, messages: noise.map(value => ({ topic, value })) })
    await producer.close(true)
    await announce(shop.stock, 'a')
    await shop.log.settled()
    assert.deepEqual(await heard(shop.orders), ['a#stock:1'])
    assert.equal((await lettersOf(shop)).length, 2)
    assert.ok(
      (await lettersOf(shop)).every(letter =>
        letter.endsWith('It has no key, which tells its subject.'),
      ),
    )
  })
})

test('who wants only what travels apart hears it, and reads nothing else', async () => {
  await using kafka = kafkaUnderTest()
  await using toys = await someToys()
  const sources = ['stock']
  const apart = { sources, types: ['note.urgent'], onlyApart: sources }
  const { startLog } = kafka
  const parts = { toys, clock: virtualClock(), startLog }
  const shop = await aShopOfToys(parts, { orders: { sources }, mails: apart })
  await using log = await shop.start()
  for (const id of ['a', 'b', 'c']) await announce(shop.stock, id)
  await announceUrgently(shop.stock, 'd')
  await log.settled()
  assert.deepEqual(await heard(shop.mails), ['d#stock:4'])
  assert.equal((await heard(shop.orders)).length, 4)

  await using admin = adminAt(kafka.brokers)
  const groups = ['orders', 'mails'].map(name => ({ groupId: `${kafka.prefix}.${name}` }))
  const offsets = await admin.listConsumerGroupOffsets({ groups })
  const read = offsets.map(({ topics }) => topics.map(({ name }) => name).sort())
  const both = [`${kafka.prefix}.stock`, `${kafka.prefix}.stock.apart`]
  assert.deepEqual(read, [both, both.slice(1)])
})

function adminAt(brokers: readonly string[]): Admin & AsyncDisposable {
  const admin = new Admin({ clientId: 'look', bootstrapBrokers: [...brokers] })
  return Object.assign(admin, { [Symbol.asyncDispose]: async () => admin.close() })
}

suite('Many processes over one Kafka', () => {
  test('consumers that come and go in a rush leave nothing out and take nothing twice', async () => {
    const clock = virtualClock()
    await using kafka = kafkaUnderTest()
    await using toys = await someToys({ clock })
    const shop = await aShopOfToys({ toys, clock, startLog: kafka.startLog }, everyone)
    const written: string[] = []
    let isOver = false
    const writing = (async () => {
      for (let at = 0; !isOver; at++) {
        const ids = Array.from({ length: 10 }, (_, of) => `n${at}-${of}`)
        await Promise.all(ids.map(id => shop.stock.write.write({ id, announces: 2 })))
        written.push(...ids)
      }
    })()
    const first = await shop.start()
    const second = await shop.start()
    await first[Symbol.asyncDispose]()
    await using third = await shop.start()
    await second[Symbol.asyncDispose]()
    await using _fourth = await shop.start()
    isOver = true
    await writing
    await third.settled()
    for (const consumer of [shop.orders, shop.mails]) {
      const notes = await heard(consumer)
      assert.equal(notes.length, 2 * written.length)
      assert.equal(new Set(notes).size, notes.length)
      assert.deepEqual(await consumer.events.listDeadLetters({ limit: 1 }), [])
    }
    const { rows } = await shop.stock.events.readAnnounced({ after: 0, limit: 1, types: [] })
    assert.deepEqual(rows, [], 'what Kafka has is not kept in the outbox')
  })

  test('topics are made by whoever comes first, of ten at once', async () => {
    await using kafka = kafkaUnderTest()
    const { brokers, prefix } = kafka
    await using toys = await someToys()
    const database = await toys.open(toys.startThread(), 'stock')
    const deps = { brokers, log: silentLog, prefix }
    const logs = await Promise.all(
      Array.from({ length: 10 }, () => kafkaEventLog(deps, [database], [])),
    )
    for (const log of logs) await log[Symbol.asyncDispose]()
    const admin = new Admin({ clientId: 'look', bootstrapBrokers: [...brokers] })
    const { topics } = await admin.metadata({ topics: [`${prefix}.stock`] })
    await admin.close()
    assert.equal(topics.get(`${prefix}.stock`)?.partitionsCount, 12)
  })
})

suite('A log that cannot be used says so at start, in one sentence', () => {
  const sentenceOf = async (deps: { brokers: readonly string[]; prefix: string }) => {
    await using toys = await someToys()
    const database = await toys.open(toys.startThread(), 'stock')
    const started = kafkaEventLog({ ...deps, log: silentLog }, [database], [])
    const error = await started.then(
      () => null,
      (error: unknown) => error,
    )
    assert.ok(error instanceof EventLogUnusable)
    return error.message
  }

  test('nobody answers there', async () => {
    assert.match(
      await sentenceOf({ brokers: ['127.0.0.1:1'], prefix: 'any' }),
      /^Kafka cannot be reached at 127\.0\.0\.1:1: .*ECONNREFUSED.* Start it, or correct EVENTS_URL\.$/,
    )
  })

  test('a topic has too few partitions', async () => {
    await using kafka = kafkaUnderTest()
    const { brokers, prefix } = kafka
    const admin = new Admin({ clientId: 'few', bootstrapBrokers: [...brokers] })
    await admin.createTopics({ topics: [`${prefix}.stock`], partitions: 3, replicas: 1 })
    await admin.close()
    assert.match(
      await sentenceOf({ brokers, prefix }),
      /too few partitions, 12 are needed: t\w+\.stock \(3\)\. Give them more/,
    )
  })
})
