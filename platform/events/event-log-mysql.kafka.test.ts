import { someMysqlToys } from '#platform/database/a-mysql-toy.ts'
import { eventLogContract } from './event-log.contract.ts'
import { kafkaUnderTest } from './kafka-under-test.ts'

eventLogContract('over Kafka, between databases of MySQL', () => ({
  ...kafkaUnderTest(),
  someToys: someMysqlToys,
}))
