import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from 'mysql2/promise'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'

/** All schemas as they were at one instant, for as long as it is open. */
type MysqlMoment<Seen> = AsyncDisposable & {
  /** Sees that instant, whatever is written meanwhile. */
  readonly connection: Connection
  /** How long nobody could announce anything. */
  readonly stoodStillMs: number
  /** What was seen elsewhere while all stood still. */
  readonly seen: Seen
}

/** Longer than any transaction of ours takes; whoever waits behind us waits as long. */
const PATIENCE_SECONDS = 5
/** What is looked at elsewhere must answer within this time, because everybody waits for it. */
const STILL_AT_MOST_MS = 3_000

/**
 * Lets nobody announce anything for a moment, remembers what all schemas show then, and lets them go
 * on. Every fact that others act upon is announced in the transaction that makes it true, so that
 * who holds the outboxes stands between transactions of all services, whichever processes run them.
 *
 * While they are held, nothing new comes onto the log: what lies there, and what stands in the
 * outboxes of the snapshot, are together all events of this instant.
 */
export async function mysqlMoment<Seen>(
  mysqlUrl: string,
  schemas: readonly string[],
  look: () => Promise<Seen>,
): Promise<MysqlMoment<Seen>> {
  const server = serverOf(mysqlUrl, 'any')
  await using opened = new AsyncDisposableStack()
  const connection = opened.adopt(await connectTo(server), each => each.end())
  const barrier = await connectTo(server)
  await connection.query('set session transaction isolation level repeatable read')
  // A machine that hangs in the middle loses its lock, and with it the shop its patience, not more.
  await barrier.query(
    `set session lock_wait_timeout = ${PATIENCE_SECONDS}, wait_timeout = ${PATIENCE_SECONDS}`,
  )
  let stoodStillMs = 0
  try {
    const fromMs = performance.now()
    const outboxes = schemas.map(schema => `${barrier.escapeId(schema)}.outbox read`)
    await barrier.query(`lock tables ${outboxes.join(', ')}`)
    await connection.query('start transaction with consistent snapshot, read only')
    const seen = await within(look())
    // Proves that all stood still until now: a lock that was lost meanwhile cannot be given back.
    await barrier.query('unlock tables')
    stoodStillMs = performance.now() - fromMs
    const all = opened.move()
    return { connection, seen, stoodStillMs, [Symbol.asyncDispose]: () => all.disposeAsync() }
  } finally {
    barrier.destroy()
  }
}

async function within<Seen>(looking: Promise<Seen>): Promise<Seen> {
  const enough = new AbortController()
  const tooLong = sleep(STILL_AT_MOST_MS, undefined, { signal: enough.signal }).then(() => {
    throw new CannotGoOn(
      exitCodes.tryLater,
      'Kafka did not answer while the shop stood still, so it was let go on. Try again.',
    )
  })
  // Whoever is done first ends the other, whose end then means nothing.
  tooLong.catch(() => undefined)
  try {
    return await Promise.race([looking, tooLong])
  } finally {
    enough.abort()
  }
}
