import { Producer } from '@platformatic/kafka'
import { endOf } from '#platform/end-of.ts'
import { type ArrivedEvent, messageOf } from './event-message.ts'
import { withWholeAnswers } from './kafka-answers.ts'
import type { KafkaTopicNames } from './kafka-topic-names.ts'
import type { Brokers } from './kafka-topics.ts'

type KafkaProducer = AsyncDisposable & {
  /** Resolves when every copy that must be in step has all of these, in their order by subject. */
  send(events: readonly ArrivedEvent[]): Promise<void>
}

/** A broker takes a million bytes for one partition, with what it adds. */
const MOST_BYTES = 600_000
/** About what the headers of a message take. */
const ENVELOPE_BYTES = 250
const CLOSED_WITHIN_MS = 3_000

/** One for all services of a process; what it is given goes out in that order, each after the other. */
export function kafkaProducer(
  brokers: Brokers,
  clientId: string,
  { topicOf }: Pick<KafkaTopicNames, 'topicOf'>,
): KafkaProducer {
  const client = new Producer({
    clientId,
    bootstrapBrokers: [...brokers],
    idempotent: true,
    // From two on it is taken as said; whoever sends tries again by itself, from its outbox.
    ...{ retries: 2, retryDelay: 200, connectTimeout: 2_000, requestTimeout: 15_000 },
  })
  const producer = withWholeAnswers(client)
  return {
    async send(events) {
      for (const part of partsOf(events)) {
        const messages = part.map(event => ({ topic: topicOf(event), ...messageOf(event) }))
        await producer.send({ messages })
      }
    },
    async [Symbol.asyncDispose]() {
      await endOf(producer.close(true), CLOSED_WITHIN_MS)
    },
  }
}

/** Parts that are small enough for one partition to take, should all be of one subject. */
function* partsOf(events: readonly ArrivedEvent[]): Generator<readonly ArrivedEvent[]> {
  let from = 0
  let bytes = 0
  for (const [at, { data, subject }] of events.entries()) {
    // A text has at most three bytes for each of its units.
    const more = ENVELOPE_BYTES + 3 * (data.length + subject.length)
    if (at > from && bytes + more > MOST_BYTES) {
      yield events.slice(from, at)
      from = at
      bytes = 0
    }
    bytes += more
  }
  if (from < events.length) yield events.slice(from)
}
