import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Producer } from '@platformatic/kafka'
import { withWholeAnswers } from './kafka-answers.ts'
import { prepareTopics } from './kafka-topics.ts'
import { kafkaUnderTest } from './kafka-under-test.ts'

test('a client that forgot its topics while it asked for one of them fails, and knows all the next time', async () => {
  await using kafka = kafkaUnderTest()
  const topics = [`${kafka.prefix}.orders`, `${kafka.prefix}.stock`]
  await prepareTopics(kafka.brokers, topics)
  const bootstrapBrokers = [...kafka.brokers]
  await using opened = new AsyncDisposableStack()
  const producer = withWholeAnswers(new Producer({ clientId: 'relay', bootstrapBrokers }))
  opened.defer(() => producer.close(true))
  await producer.metadata({ topics: topics.slice(1) })
  const asked = producer.metadata({ topics: [...topics] })
  // As it does where the leader of a partition is another by now.
  producer.clearMetadata()
  await assert.rejects(asked, { message: `The answer lacks the topic ${topics[1]}.` })
  const messages = topics.map(topic => ({ topic, value: Buffer.from('a') }))
  const { offsets = [] } = await producer.send({ messages })
  assert.deepEqual(offsets.map(({ topic }) => topic).toSorted(), topics)
})
