import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, OutboxRow, Store } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import type { ArrivedEvent } from './event-message.ts'
import { MANY_SUBJECTS } from './outbox.ts'
import { eventsOf } from './outbox-reading.ts'

type Deps = {
  readonly log: Log
  /** Resolves when the log has all of these for good; rejects when that is not known. */
  readonly send: (events: readonly ArrivedEvent[]) => Promise<void>
  /** Of this process; another has another. */
  readonly holder: string
}

type OutboxRelay = AsyncDisposable & {
  /** Somebody announced something, perhaps in another process. */
  wake(): void
}

/** Events of a look at the outbox; a row with many may be more. */
const BATCH = 500
/** From so many on there are probably more, and they are not waited for. */
const MANY = 250
/** What is announced within this time travels together; whoever consumes it has fewer batches. */
const LINGER_MS = 50
/** The lease is kept for so long without a word of its holder, and renewed at a third of it. */
const LEASE_MS = 6_000
/** Who has no lease asks again for it so often. */
const ASK_AGAIN_MS = 1_000
/** What other processes announce is looked for so often: soon in a rush, else now and then. */
const LOOK_SOON_MS = 50
const LOOK_MS = 200
const RUSH_MS = 2_000
/** After a failure. Whoever sells does not wait for this. */
const REST_MS = 500

/**
 * Brings what a service announces from its outbox to a log. One process at a time, under a lease,
 * because the order of a subject is the order of its rows, whichever process wrote them.
 *
 * Rows are read from the first that is there, never after a mark: on MySQL numbers commit out of
 * order. A row goes when the log has it. A relay that falls between the two sends it again, and so
 * does one that lost its lease while it stood still; the consumers' inboxes bear that. A batch is
 * sent whole before the next one is read, so that nothing overtakes an earlier row of its subject.
 */
export function startOutboxRelay(
  { log, send, holder }: Deps,
  { service, events }: Database<Store>,
): OutboxRelay {
  const stop = new AbortController()
  const lease = { name: `relay of ${service}`, holder }
  let wake = Promise.withResolvers<void>()
  let leaseEndsMs = 0
  let busyUntilMs = 0
  let waits = false

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        if (await holdsLease()) await relayOn()
        else await rest(ASK_AGAIN_MS)
      } catch (error) {
        if (stop.signal.aborted) break
        sayThatItWaits(error)
        await rest(REST_MS)
      }
    }
    await events.releaseLease(lease).catch(error => {
      log.warn({ err: error, service }, 'the lease of a relay could not be let go')
    })
  }

  /** Counted from before the question, so that it never seems longer than it is. */
  async function holdsLease(): Promise<boolean> {
    const askedMs = performance.now()
    if (askedMs < leaseEndsMs - (LEASE_MS * 2) / 3) return true
    leaseEndsMs = 0
    if (await events.claimLease({ ...lease, forMs: LEASE_MS })) leaseEndsMs = askedMs + LEASE_MS
    return leaseEndsMs > 0
  }

  async function relayOn(): Promise<void> {
    // Renewed before the look, so that what is announced during it is looked at again.
    wake = Promise.withResolvers<void>()
    const { rows } = await events.readAnnounced({ after: 0, limit: BATCH, types: [] })
    if (rows.length > 0) {
      const announced = rows.flatMap(row => announcedIn(service, row))
      await send(announced)
      await events.forgetSent({ numbers: rows.map(row => row.number) })
      sayThatItGoes()
      busyUntilMs = performance.now() + RUSH_MS
      if (announced.length >= MANY) return
    }
    const lookMs = performance.now() < busyUntilMs ? LOOK_SOON_MS : LOOK_MS
    const isWoken = await Promise.race([wake.promise.then(() => true), rest(lookMs)])
    if (isWoken) await rest(LINGER_MS)
  }

  function sayThatItWaits(error: unknown): void {
    if (!waits) log.warn({ err: error, service }, 'what was announced waits to be sent')
    waits = true
  }

  function sayThatItGoes(): void {
    if (waits) log.info({ service }, 'what was announced is sent again')
    waits = false
  }

  async function rest(ms: number): Promise<false> {
    try {
      await sleep(ms, undefined, { signal: stop.signal })
    } catch (error) {
      if (!stop.signal.aborted) throw error
    }
    return false
  }

  events.onAnnounced(() => wake.resolve())
  const running = run()
  return {
    wake: () => wake.resolve(),
    async [Symbol.asyncDispose]() {
      stop.abort()
      await running
    },
  }
}

/** Its events, the data as text: a row of one holds it as it is. */
function announcedIn(source: string, row: OutboxRow): ArrivedEvent[] {
  const { number, type, subject, version, timeMs, data } = row
  if (subject !== MANY_SUBJECTS) {
    return [{ id: `${source}:${number}`, type, source, subject, version, timeMs, data }]
  }
  return eventsOf(source, row).map(event => ({ ...event, data: JSON.stringify(event.data) }))
}
