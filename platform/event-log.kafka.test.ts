import { randomUUID } from 'node:crypto'
import { engineUrl } from './an-engine.ts'
import { eventLogContract } from './event-log.contract.ts'
import { kafkaEventLog } from './event-log.kafka.ts'

const brokers = [engineUrl('kafka')]

eventLogContract('over Kafka', () => {
  const prefix = `t${randomUUID().slice(0, 8)}`
  return ({ log }, databases, subscribers) =>
    kafkaEventLog({ brokers, log, prefix, sessionMs: 1_500 }, databases, subscribers)
})
