import { typesApart } from '#contracts/event.ts'
import { stockEvents } from '#contracts/stock.ts'
import { type KafkaTopicNames, kafkaTopicNames } from '#platform/events/kafka-topic-names.ts'

/** What a drop's rush announces is read by orders alone: the others' few facts lie beside it. */
export const apart = { stock: typesApart(stockEvents) }

/** The names of the topics of the shop that has this prefix. */
export const shopTopics = (prefix: string): KafkaTopicNames => kafkaTopicNames(prefix, apart)
