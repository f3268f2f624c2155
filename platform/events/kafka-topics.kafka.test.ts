import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Admin, ConfigResourceTypes } from '@platformatic/kafka'
import { EventLogUnusable } from './event-log.ts'
import { settingsOf, type TopicSetting } from './kafka-topic-settings.ts'
import { prepareTopics, refuseUnusableTopics } from './kafka-topics.ts'
import { kafkaUnderTest } from './kafka-under-test.ts'

/** A broker's topics, before a shop comes that needs `topic`. */
async function aBroker() {
  const kafka = kafkaUnderTest()
  const topic = `${kafka.prefix}.stock`
  const admin = new Admin({ clientId: 'operator', bootstrapBrokers: [...kafka.brokers] })
  return {
    topic,
    address: kafka.brokers[0],
    make: (...configs: readonly TopicSetting[]) =>
      admin.createTopics({ topics: [topic], partitions: 12, replicas: 1, configs: [...configs] }),
    async settings() {
      const [described] = await admin.describeConfigs({
        resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: topic }],
      })
      return new Map(described?.configs.map(({ name, value }) => [name, value]))
    },
    /** The sentence of a shop that does not start; null of one that does. */
    async start() {
      try {
        await prepareTopics(kafka.brokers, [topic])
        return null
      } catch (error) {
        assert.ok(error instanceof EventLogUnusable)
        return error.message
      }
    },
    async [Symbol.asyncDispose]() {
      await admin.close()
      await kafka[Symbol.asyncDispose]()
    },
  }
}

suite('A shop that starts over Kafka', () => {
  test('knows it by its own id, whatever the address', async () => {
    await using broker = await aBroker()
    const ids = [broker.address, broker.address.replace('127.0.0.1', 'localhost')].map(address =>
      refuseUnusableTopics([address], [broker.topic]),
    )
    const [id, again] = await Promise.all(ids)
    assert.match(id ?? '', /^[\w-]{22}$/)
    assert.equal(again, id)
  })

  test('makes topics that lose nothing, and takes those that it made', async () => {
    await using broker = await aBroker()
    assert.deepEqual([await broker.start(), await broker.start()], [null, null])
    const settings = await broker.settings()
    for (const { name, value } of settingsOf(1)) assert.equal(settings.get(name), value, name)
  })

  test('says which topic may lose events, by which settings, and how they are corrected', async () => {
    await using broker = await aBroker()
    await broker.make(
      { name: 'cleanup.policy', value: 'compact' },
      { name: 'retention.ms', value: '60000' },
    )
    assert.equal(
      await broker.start(),
      'There are topics that may lose events before they were read: ' +
        `${broker.topic} (cleanup.policy=compact, retention.ms=60000). Correct them by a program ` +
        `in the bin folder of Kafka: kafka-configs.sh --bootstrap-server ${broker.address} --alter ` +
        `--entity-type topics --entity-name ${broker.topic} ` +
        '--add-config cleanup.policy=delete,retention.ms=604800000',
    )
  })

  test('takes topics that somebody else made, where nothing is lost of them', async () => {
    await using broker = await aBroker()
    await broker.make({ name: 'retention.ms', value: '-1' })
    assert.equal(await broker.start(), null)
  })
})
