import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import type { OnApplied, Subscriber } from './event-log.ts'
import { type ArrivedEvent, type ArrivedMessage, eventIn, typeOf } from './event-message.ts'

type Deps = {
  readonly log: Log
  /** Aborted when it must come to an end: what is not applied by then is brought again. */
  readonly stop: AbortSignal
  readonly onApplied?: OnApplied
}

const ATTEMPTS = 3
const REST_MS = 250

/**
 * Applies messages of one source, in their order, each batch in one transaction with its inbox
 * records. After a failure each half goes alone, down to the one event that fails, which is put to
 * the dead letters, as is what cannot be read. A database that cannot be reached is waited for.
 * When this resolves, all of them are applied or buried; it rejects only when it is stopped.
 */
export async function applyArrived(
  { log, stop, onApplied }: Deps,
  { database, subscription }: Subscriber,
  source: string,
  messages: readonly ArrivedMessage[],
): Promise<void> {
  const consumer = database.service
  const { types = [] } = subscription
  let readable: ArrivedEvent[] = []
  for (const message of messages) {
    const type = typeOf(message)
    if (types.length > 0 && type !== undefined && !types.includes(type)) continue
    const event = eventIn(message, source)
    if (!('reason' in event)) readable.push(event)
    else {
      // In its turn: what follows it of the same key must find it buried.
      await apply(readable)
      readable = []
      await bury(event.event, event.reason)
    }
  }
  await apply(readable)

  async function apply(events: readonly ArrivedEvent[]): Promise<void> {
    if (events.length === 0) return
    for (let attempt = 1; ; attempt++) {
      const fromMs = performance.now()
      try {
        const taken = await persistently(() => database.events.consumeOnce({ source, events }))
        if (taken.fresh > 0) {
          tell(taken.result)
          sayApplied(events, performance.now() - fromMs)
        }
        return
      } catch (error) {
        if (stop.aborted) throw error
        if (events.length > 1) break
        if (attempt < ATTEMPTS) continue
        const [event] = events
        const reason = error instanceof Error ? error.message : String(error)
        if (event !== undefined) await bury(event, reason)
        return
      }
    }
    const half = Math.ceil(events.length / 2)
    await apply(events.slice(0, half))
    await apply(events.slice(half))
  }

  function sayApplied(events: readonly ArrivedEvent[], tookMs: number): void {
    const counts = new Map<string, number>()
    for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1)
    onApplied?.({ consumer, source, counts, tookMs, told: events })
  }

  async function bury(event: ArrivedEvent, reason: string): Promise<void> {
    const isNew = await persistently(() => database.events.buryOnce({ event, reason }))
    const { type, subject } = event
    const about = { source, consumer, type, subject, reason }
    if (isNew) log.error(about, 'an event is put to the dead letters')
  }

  /** It is applied by now, whatever comes of telling it. */
  function tell(result: unknown): void {
    try {
      subscription.afterwards?.(result)
    } catch (error) {
      log.error({ err: error, consumer }, 'what was applied could not be told')
    }
  }

  async function persistently<Value>(work: () => Promise<Value>): Promise<Value> {
    for (let isSaid = false; ; isSaid = true) {
      try {
        return await work()
      } catch (error) {
        if (stop.aborted || !(error instanceof DatabaseUnavailable)) throw error
        if (!isSaid) log.warn({ err: error, source, consumer }, 'events wait')
        await sleep(REST_MS, undefined, { signal: stop })
      }
    }
  }
}
