import { setTimeout } from 'node:timers/promises'
import {
  type Database,
  DatabaseUnavailable,
  type OutboxRow,
  type Store,
  wasTold,
} from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Clock } from '#platform/time/clock.ts'
import { unheardOf, unsentOf } from './event-backlog.embedded.ts'
import type { Applied, EventLog, OnApplied, Subscriber } from './event-log.ts'
import { factsIn } from './outbox-reading.ts'

type Deps = { readonly clock: Clock; readonly log: Log; readonly onApplied?: OnApplied }

const BATCH = 500
const ATTEMPTS = 3
/** From this many events on, a delivery is part of a rush. */
const MANY = 200
/** In a rush a consumer rests so many times as long as it worked: who buys goes before who reads. */
const REST = 2
/** A cursor is written without an event when it has passed over so many that nobody wanted. */
const PASSED_OVER = 5_000

/**
 * The event log of one process: the outbox tables themselves, pushed at commit. The cursor lies in
 * the consumer's database and moves in the transaction that applies the events.
 */
export function embeddedEventLog(
  { clock, log, onApplied }: Deps,
  databases: readonly Database<Store>[],
  subscribers: readonly Subscriber[],
): EventLog {
  const stop = new AbortController()
  const routes = subscribers.flatMap(subscriber =>
    subscriber.subscription.sources.flatMap(source => {
      const producer = databases.find(database => database.service === source)
      return producer === undefined ? [] : [startRoute(producer, subscriber)]
    }),
  )

  function startRoute(producer: Database<Store>, subscriber: Subscriber) {
    let wake = Promise.withResolvers<void>()
    const wakeUp = () => wake.resolve()
    let idle = false
    let after: number | undefined
    let writtenAfter = 0
    producer.events.onAnnounced(wakeUp)
    const run = async () => {
      while (!stop.signal.aborted) {
        // Renewed before the look, so that what is announced during it is looked at again.
        wake = Promise.withResolvers<void>()
        idle = false
        try {
          if (after === undefined) {
            after = await subscriber.database.events.readCursor({ source: producer.service })
            writtenAfter = after
          }
          const fromMs = performance.now()
          const moved = await moveAll(producer, subscriber, { after, writtenAfter })
          after = moved.last
          if (moved.written) writtenAfter = after
          idle = moved.count === 0
          if (idle) await wake.promise
          else if (moved.count >= MANY) await rest((performance.now() - fromMs) * REST)
        } catch (error) {
          after = undefined
          if (stop.signal.aborted) return
          const consumer = subscriber.database.service
          if (!wasTold(error)) {
            log.warn({ err: error, source: producer.service, consumer }, 'events wait')
          }
          await clock.wait(250, stop.signal)
        }
      }
    }
    const running = run()
    return { wakeUp, isIdle: () => idle, running }
  }

  return {
    unsent: () => unsentOf(databases, subscribers),
    behind: () => unheardOf(databases, subscribers),
    async settled() {
      // Applying may announce, so that all must be idle twice in a row.
      for (let calm = 0; calm < 3; ) {
        calm = routes.every(route => route.isIdle()) ? calm + 1 : 0
        await setTimeout(2)
      }
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      for (const route of routes) route.wakeUp()
      await Promise.all(routes.map(route => route.running))
    },
  }

  /** Gives the processor to others, by the real time, whatever time the shop has. */
  async function rest(ms: number): Promise<void> {
    try {
      await setTimeout(ms, undefined, { signal: stop.signal })
    } catch (error) {
      if (!stop.signal.aborted) throw error
    }
  }

  /** Applies the next batch after the cursor. Gives where the cursor is then. */
  async function moveAll(
    producer: Database<Store>,
    subscriber: Subscriber,
    { after, writtenAfter }: { readonly after: number; readonly writtenAfter: number },
  ): Promise<{ readonly last: number; readonly count: number; readonly written: boolean }> {
    const source = producer.service
    const { types = [] } = subscriber.subscription
    const { rows, upTo } = await producer.events.readAnnounced({ after, limit: BATCH, types })
    const written = rows.length > 0 || upTo - writtenAfter >= PASSED_OVER
    if (!written) return { last: upTo, count: 0, written }
    const fromMs = performance.now()
    try {
      tell(subscriber, await subscriber.database.events.consume({ source, after, rows, upTo }))
    } catch (error) {
      if (stop.signal.aborted || error instanceof DatabaseUnavailable) throw error
      await moveSingly(source, rows, subscriber)
    }
    const tookMs = performance.now() - fromMs
    onApplied?.(appliedRows(rows, { source, consumer: subscriber.database.service, tookMs }))
    return { last: upTo, count: factsIn(rows), written }
  }

  /** It is applied by now, whatever comes of telling it. */
  function tell({ database, subscription }: Subscriber, result: unknown): void {
    try {
      subscription.afterwards?.(result)
    } catch (error) {
      log.error({ err: error, consumer: database.service }, 'what was applied could not be told')
    }
  }

  /** After a failure each row goes alone, and at last each event, so that only what fails is buried. */
  async function moveSingly(
    source: string,
    rows: readonly OutboxRow[],
    subscriber: Subscriber,
  ): Promise<void> {
    for (const row of rows) {
      const applied = await applyAlone(source, row, subscriber)
      if (!applied) await applyOrBury(source, row, subscriber)
    }
  }

  async function applyAlone(
    source: string,
    row: OutboxRow,
    subscriber: Subscriber,
  ): Promise<boolean> {
    const delivery = { source, after: row.number - 1, rows: [row] }
    for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        tell(subscriber, await subscriber.database.events.consume(delivery))
        return true
      } catch (error) {
        if (error instanceof DatabaseUnavailable) throw error
      }
    }
    return false
  }

  async function applyOrBury(
    source: string,
    row: OutboxRow,
    subscriber: Subscriber,
  ): Promise<void> {
    const { events, service } = subscriber.database
    const { results, buried } = await events.consumeOrBury({ source, row })
    for (const result of results) tell(subscriber, result)
    for (const { type, subject, reason } of buried) {
      const about = { source, consumer: service, type, subject, reason }
      log.error(about, 'an event is put to the dead letters')
    }
  }
}

function appliedRows(
  rows: readonly OutboxRow[],
  about: Pick<Applied, 'source' | 'consumer' | 'tookMs'>,
): Applied {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(row.type, (counts.get(row.type) ?? 0) + factsIn([row]))
  return { ...about, counts, told: rows }
}
