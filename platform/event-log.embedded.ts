import { setTimeout } from 'node:timers/promises'
import type { Clock } from './clock.ts'
import { type Database, DatabaseUnavailable, type OutboxRow, type Store } from './database.ts'
import type { EventLog, Subscriber } from './event-log.ts'
import type { Log } from './log.ts'

type Deps = { readonly clock: Clock; readonly log: Log }

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
  { clock, log }: Deps,
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
          log.warn({ err: error, source: producer.service, consumer }, 'events wait')
          await clock.wait(250, stop.signal)
        }
      }
    }
    const running = run()
    return { wakeUp, isIdle: () => idle, running }
  }

  return {
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
    try {
      tell(subscriber, await subscriber.database.events.consume({ source, after, rows, upTo }))
    } catch (error) {
      if (stop.signal.aborted || error instanceof DatabaseUnavailable) throw error
      await moveSingly(source, rows, subscriber)
    }
    return { last: upTo, count: rows.length, written }
  }

  /** It is applied by now, whatever comes of telling it. */
  function tell({ database, subscription }: Subscriber, result: unknown): void {
    try {
      subscription.afterwards?.(result)
    } catch (error) {
      log.error({ err: error, consumer: database.service }, 'what was applied could not be told')
    }
  }

  /** After a failure each event goes alone, so that only the one that fails is buried. */
  async function moveSingly(
    source: string,
    rows: readonly OutboxRow[],
    subscriber: Subscriber,
  ): Promise<void> {
    const { database } = subscriber
    for (const row of rows) {
      for (let attempt = 1; ; attempt++) {
        try {
          const after = row.number - 1
          tell(subscriber, await database.events.consume({ source, after, rows: [row] }))
          break
        } catch (error) {
          if (error instanceof DatabaseUnavailable) throw error
          if (attempt < ATTEMPTS) continue
          const reason = error instanceof Error ? error.message : String(error)
          log.error(
            {
              err: error,
              source,
              consumer: database.service,
              type: row.type,
              subject: row.subject,
            },
            'an event is put to the dead letters',
          )
          await database.events.bury({ source, row, reason })
          break
        }
      }
    }
  }
}
