import { randomUUID } from 'node:crypto'
import { Admin } from '@platformatic/kafka'
import { engineUrl } from '#platform/an-engine.ts'
import type { StartLog } from './a-shop-of-toys.ts'
import { kafkaEventLog } from './event-log.kafka.ts'

type KafkaUnderTest = AsyncDisposable & {
  readonly brokers: readonly [string]
  /** Of topics and groups that nobody else has. */
  readonly prefix: string
  readonly startLog: StartLog
}

/** For tests: a place of one's own in the tests' Kafka; its topics go when it is disposed. */
export function kafkaUnderTest(broker = engineUrl('kafka')): KafkaUnderTest {
  const prefix = `t${randomUUID().slice(0, 8)}`
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [broker], retries: 1 })
  const apart = { stock: ['note.urgent'] }
  const place = { brokers: [broker], prefix, sessionMs: 1_500 } as const
  return {
    ...place,
    startLog: ({ log }, ...parts) => kafkaEventLog({ ...place, log, apart }, ...parts),
    async [Symbol.asyncDispose]() {
      const all = await admin.listTopics()
      const topics = all.filter(topic => topic.startsWith(`${prefix}.`))
      if (topics.length > 0) await admin.deleteTopics({ topics })
      await admin.close()
    },
  }
}
