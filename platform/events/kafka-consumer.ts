import { setTimeout as sleep } from 'node:timers/promises'
import {
  Consumer,
  type Message,
  type MessagesStream,
  stringDeserializers,
} from '@platformatic/kafka'
import { breakOff } from '#platform/break-off.ts'
import { endOf } from '#platform/end-of.ts'
import type { Log } from '#platform/measures/log.ts'
import { applyArrived } from './apply-arrived.ts'
import type { OnApplied, Subscriber } from './event-log.ts'
import { withWholeAnswers } from './kafka-answers.ts'
import { noteLostPlaces } from './kafka-lost-places.ts'
import type { Brokers } from './kafka-topics.ts'

type Deps = {
  readonly brokers: Brokers
  readonly log: Log
  /** Common to all processes that consume for the same service. */
  readonly groupId: string
  /** The service whose topic it is, for each topic. */
  readonly sources: ReadonlyMap<string, string>
  /** Who is silent for so long has lost its partitions to the others. */
  readonly sessionMs: number
  readonly onApplied?: OnApplied
}

type Arrived = Message<string, string, string, string>
type Stream = MessagesStream<string, string, string, string>

const BATCH = 500
/** After a failure: the broker is gone, or told us that we are. */
const REST_MS = 500
const CLOSED_WITHIN_MS = 3_000

/**
 * Consumes for one service, until it is disposed. A place on the log is committed after what lies
 * before it is applied, so that whoever has a partition next begins with nothing missing; what it
 * gets twice, its inbox knows. For the same reason nothing is asked of a process that lost its
 * partitions while it stood still: what it still applies is in order, and known where it is late.
 */
export function startKafkaConsumer(deps: Deps, subscriber: Subscriber): AsyncDisposable {
  const { log, sources } = deps
  const stop = new AbortController()
  const about = { consumer: subscriber.database.service }

  async function run(): Promise<void> {
    let waits = false
    while (!stop.signal.aborted) {
      try {
        await consumeOn(() => {
          if (waits) log.info(about, 'events come again')
          waits = false
        })
      } catch (error) {
        if (stop.signal.aborted) return
        if (!waits) log.warn({ ...about, err: error }, 'events wait')
        waits = true
        await sleep(REST_MS, undefined, { signal: stop.signal }).catch(() => undefined)
      }
    }
  }

  /** From joining the group until something breaks. */
  async function consumeOn(onBatch: () => void): Promise<void> {
    const consumer = withWholeAnswers(newConsumer(deps))
    const { breakOff: broken, orBrokenOff } = breakOff()
    consumer.on('error', broken)
    consumer.on('consumer:heartbeat:stalled', ({ lastError }) =>
      broken(lastError ?? new Error('the group does not answer')),
    )
    using lost = noteLostPlaces({ consumer, log, sources, onFailure: broken }, subscriber)
    const onStop = () => broken(stop.signal.reason)
    stop.signal.addEventListener('abort', onStop, { once: true })
    const topics = [...sources.keys()]
    const reading = consumer
      .consume({ topics, mode: 'committed', fallbackMode: 'earliest' })
      .then(stream => ({ stream, next: batchesOf(stream) }))
    try {
      const { stream, next } = await orBrokenOff(reading)
      for (;;) {
        const batch = await orBrokenOff(next())
        await applyBatch(batch)
        onBatch()
        await orBrokenOff(lost.noted())
        await orBrokenOff(commitPlaces(consumer, stream, batch))
      }
    } finally {
      stop.signal.removeEventListener('abort', onStop)
      // Closed while it joins, it would join a group that nobody reads for.
      await endOf(reading, CLOSED_WITHIN_MS)
      // A consumer that is no member any more is closed without its stream, which would go on to
      // read, and throw where nobody catches it; also one that comes later still.
      reading.then(
        ({ stream }) => stream.destroy(),
        () => undefined,
      )
      // Closed as a member, it may go on with heartbeats that nobody hears, for ever.
      await endOf(Promise.resolve(consumer.leaveGroup(true)), CLOSED_WITHIN_MS)
      await endOf(consumer.close(true), CLOSED_WITHIN_MS)
    }
  }

  /** One source after the other, each in the order of its messages. */
  async function applyBatch(batch: readonly Arrived[]): Promise<void> {
    for (const [topic, messages] of Map.groupBy(batch, message => message.topic)) {
      const source = sources.get(topic)
      if (source === undefined) throw new Error(`nobody asked for ${topic}`)
      await applyArrived({ ...deps, stop: stop.signal }, subscriber, source, messages)
    }
  }

  const running = run()
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await running
    },
  }
}

function newConsumer({ brokers, groupId, sessionMs }: Deps) {
  return new Consumer({
    clientId: groupId,
    groupId,
    bootstrapBrokers: [...brokers],
    deserializers: stringDeserializers,
    autocommit: false,
    ...{ sessionTimeout: sessionMs, heartbeatInterval: Math.ceil(sessionMs / 5) },
    // Joining waits for the others to have come, which is an answer that takes its time.
    ...{ rebalanceTimeout: 2 * sessionMs, requestTimeout: 5 * sessionMs },
    ...{ heartbeatStallTimeout: 2 * sessionMs, connectTimeout: 2_000 },
    // What fails twice is begun anew, as a whole.
    ...{ retries: 2, retryDelay: 200 },
    ...{ maxWaitTime: 500, maxBytes: 4_194_304, maxBytesPerPartition: 1_048_576 },
    highWaterMark: 2 * BATCH,
  })
}

/** Gives what has arrived, up to a batch, or waits until something has. Rejects where it ends. */
function batchesOf(stream: Stream): () => Promise<readonly Arrived[]> {
  let arrival = Promise.withResolvers<void>()
  let end: Error | undefined
  stream.on('readable', () => arrival.resolve())
  stream.on('error', error => {
    end = error
  })
  stream.on('close', () => {
    end ??= new Error('the connection to the log is closed')
    arrival.resolve()
  })
  return async () => {
    for (;;) {
      if (end !== undefined) throw end
      // Renewed before the look, so that what arrives during it is looked at again.
      arrival = Promise.withResolvers<void>()
      const batch: Arrived[] = []
      while (batch.length < BATCH) {
        const message: Arrived | null = stream.read()
        if (message === null) break
        batch.push(message)
      }
      if (batch.length > 0) return batch
      await arrival.promise
    }
  }
}

/**
 * Commits where the partitions of a batch go on: those that are still ours, and never behind a
 * place that is committed. The library repeats a commit after it had to join again, when others may
 * have gone on where we were; so what is committed is asked at each attempt. What is left out is
 * brought again, to us or to them.
 */
async function commitPlaces(
  consumer: Pick<Consumer<string, string, string, string>, 'commit'>,
  stream: Stream,
  batch: readonly Arrived[],
): Promise<void> {
  const last = new Map(batch.map(message => [`${message.topic}:${message.partition}`, message]))
  const places = () =>
    [...last].flatMap(([key, { topic, partition, offset, leaderEpoch }]) => {
      // Empty from the moment of joining until it is known what is committed.
      const committed = stream.offsetsCommitted.get(key)
      if (committed === undefined || committed > offset + 1n) return []
      return [{ topic, partition, offset: offset + 1n, leaderEpoch }]
    })
  if (places().length === 0) return
  await consumer.commit({
    get offsets() {
      return places()
    },
  })
}
