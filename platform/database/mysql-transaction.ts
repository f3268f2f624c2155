import { setImmediate as aTurn, setTimeout as sleep } from 'node:timers/promises'
import { CommitUnknown, ConstraintViolated } from './database.ts'
import { ServerReadOnly, TransactionLost } from './mysql-faults.ts'
import type { MysqlPool } from './mysql-pool.ts'
import type { MysqlSession } from './mysql-session.ts'
import type { Run } from './store-procedures.ts'

/** How often it is run again because it met another one; by then it has rested for a second. */
const REPETITIONS = 20
const LONGEST_REST_MS = 100

export async function readMysql(
  pool: MysqlPool,
  run: Run,
  input: unknown,
  patienceMs: number,
): Promise<unknown> {
  const untilMs = performance.now() + patienceMs
  // Once more, because a connection that was idle may have been closed by the other side.
  for (let attempt = 1; ; attempt++) {
    try {
      return await inSession(pool, untilMs, session => run(session.trx, input))
    } catch (error) {
      if (!(error instanceof TransactionLost) || attempt === 2 || isOver(untilMs)) throw error
      pool.repeated()
    }
  }
}

/**
 * Runs a transaction and commits it. One that met another's locks is run again, and so is one that
 * broke a rule, once: another may have written between its look and its write what it finds now
 * (a key, a parent). Where the answer to the commit is lost it throws `CommitUnknown`.
 */
export async function writeMysql(
  pool: MysqlPool,
  run: Run,
  input: unknown,
  patienceMs: number,
): Promise<{ readonly value: unknown; readonly announced: boolean }> {
  const untilMs = performance.now() + patienceMs
  for (let attempt = 1; ; attempt++) {
    try {
      return await inSession(pool, untilMs, async session => {
        const value = await run(session.trx, input)
        await commit(session)
        return { value, announced: session.hasAnnounced() }
      })
    } catch (error) {
      const isWorthAgain =
        error instanceof TransactionLost
          ? attempt <= REPETITIONS
          : error instanceof ConstraintViolated && attempt === 1
      if (!isWorthAgain || isOver(untilMs)) throw error
      pool.repeated()
      await sleep(Math.random() * Math.min(2 ** attempt, LONGEST_REST_MS))
    }
  }
}

const isOver = (untilMs: number): boolean => performance.now() >= untilMs

async function inSession<Value>(
  pool: MysqlPool,
  untilMs: number,
  work: (session: MysqlSession) => Promise<Value>,
): Promise<Value> {
  const session = await pool.acquire(untilMs)
  session.begin(untilMs)
  try {
    const value = await work(session)
    pool.release(session, 'clean')
    return value
  } catch (error) {
    const isWrongServer = session.failure() instanceof ServerReadOnly
    pool.release(session, isWrongServer ? 'broken' : await rollBack(session))
    if (error instanceof CommitUnknown) throw error
    throw session.failure() ?? error
  } finally {
    session.end()
  }
}

async function commit(session: MysqlSession): Promise<void> {
  const failure = session.failure()
  if (failure !== undefined) throw failure
  try {
    await session.commit()
  } catch (error) {
    // A statement before it was refused, so that it was never reached.
    if (error instanceof ConstraintViolated || wasRolledBack(error)) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new CommitUnknown(`the answer to a commit was lost: ${why}`, { cause: error })
  }
}

/** The server's own word that it rolled back, at the commit: a deadlock, a wait for a lock, a replica. */
const wasRolledBack = (error: unknown): boolean =>
  error instanceof ServerReadOnly ||
  (error instanceof TransactionLost &&
    [1205, 1213].includes((error.cause as { errno?: number } | undefined)?.errno ?? 0))

/** A connection that cannot roll back is none any more; the server rolls back when it notices. */
async function rollBack(session: MysqlSession): Promise<'clean' | 'broken'> {
  try {
    await session.send('rollback')
    // Branches that heard an answer meanwhile ask for more now, and not in the next transaction.
    await aTurn()
    return 'clean'
  } catch (error) {
    if (error instanceof Error) return 'broken'
    throw error
  }
}
