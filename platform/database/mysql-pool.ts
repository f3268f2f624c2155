import { setTimeout as sleep } from 'node:timers/promises'
import mysql, { type PoolConnection } from 'mysql2'
import { DatabaseUnavailable } from './database.ts'
import { isTooMany, translatedFault } from './mysql-faults.ts'
import type { MysqlMeasures } from './mysql-measures.ts'
import type { MysqlServer } from './mysql-server.ts'
import { type MysqlSession, mysqlSession } from './mysql-session.ts'

/** Connections of one kind to one schema, made as they are needed. */
export type MysqlPool = {
  /** A session of one's own, until it is released. Waits for one until that instant. */
  acquire(untilMs: number): Promise<MysqlSession>
  /** Gives it back, or throws it away where its connection may be in the middle of something. */
  release(session: MysqlSession, state: 'clean' | 'broken'): void
  /** No connection made until now is used once more: each leads where the host's name led then. */
  renew(): void
  /** A transaction is run again. */
  repeated(): void
  close(): Promise<void>
}

type PoolOptions = {
  readonly server: MysqlServer
  readonly connections: number
  /** Writers commit when told to; each statement of a reader stands for itself. */
  readonly kind: 'read' | 'write'
  readonly nowMs: (() => number) | undefined
  readonly settings: unknown
  readonly measures?: MysqlMeasures | undefined
}

const CONNECT_MS = 3_000
/** Shorter than the server's patience below, so that it is this side which closes. */
const IDLE_MS = 15_000
/** Waiting for a connection more than this many, a caller is better told to try again. */
const MOST_WAITING = 2_000
const LOOK_AGAIN_MS = 25

/**
 * What every session is told, so that it does not matter how the server is configured. A process
 * that stands still in a transaction keeps its locks for so long as `wait_timeout`, in seconds.
 * `PIPES_AS_CONCAT`: `||` joins texts, as in SQLite.
 */
const SESSION = [
  "sql_mode = 'STRICT_TRANS_TABLES,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION,PIPES_AS_CONCAT'",
  "time_zone = '+00:00'",
  'wait_timeout = 20',
  'innodb_lock_wait_timeout = 3',
]

export function mysqlPool({
  server,
  connections,
  kind,
  measures,
  ...options
}: PoolOptions): MysqlPool {
  const { schema: database, ...place } = server
  const pool = mysql.createPool({
    ...place,
    database,
    charset: 'utf8mb4_bin',
    connectionLimit: connections,
    maxIdle: Math.max(1, connections - 1),
    idleTimeout: IDLE_MS,
    queueLimit: MOST_WAITING,
    connectTimeout: CONNECT_MS,
    multipleStatements: true,
    decimalNumbers: true,
    maxPreparedStatements: 300,
  })
  const sessions = new WeakMap<PoolConnection, MysqlSession>()
  let generation = 0
  const generationOf = new WeakMap<PoolConnection, number>()
  pool.on('connection', connection => void generationOf.set(connection, generation))
  const isOutdated = (connection: PoolConnection) => generationOf.get(connection) !== generation
  const autocommit = `autocommit = ${kind === 'read' ? 1 : 0}`
  const setUp = [
    `set session transaction isolation level read committed`,
    `set session ${[autocommit, ...SESSION].join(', session ')}`,
  ].join('; ')

  async function prepared(connection: PoolConnection, untilMs: number): Promise<MysqlSession> {
    const known = sessions.get(connection)
    if (known !== undefined) return known
    const session = mysqlSession(connection, options)
    session.begin(untilMs)
    try {
      await session.send(setUp)
    } catch (error) {
      connection.destroy()
      throw error
    } finally {
      session.end()
    }
    sessions.set(connection, session)
    return session
  }

  return {
    async acquire(untilMs) {
      const askedAtMs = performance.now()
      const connection = await take(untilMs)
      measures?.waited(kind, performance.now() - askedAtMs)
      return prepared(connection, untilMs)
    },
    release({ connection }, state) {
      if (state === 'clean' && !isOutdated(connection)) connection.release()
      else connection.destroy()
    },
    renew() {
      generation += 1
    },
    repeated: () => measures?.repeated(),
    close: () =>
      new Promise((resolve, reject) => {
        pool.end(error => (error ? reject(translatedFault(error)) : resolve()))
      }),
  }

  /** Where the server takes no more connections, one of ours that becomes free will do. */
  async function take(untilMs: number): Promise<PoolConnection> {
    for (;;) {
      try {
        const connection = await takeOnce(untilMs)
        if (!isOutdated(connection)) return connection
        connection.destroy()
      } catch (error) {
        const isFull = error instanceof DatabaseUnavailable && isTooMany(error.cause)
        if (!isFull || performance.now() + LOOK_AGAIN_MS > untilMs) throw error
        await sleep(LOOK_AGAIN_MS)
      }
    }
  }

  function takeOnce(untilMs: number): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      let isLate = false
      const leftMs = Math.max(1, untilMs - performance.now())
      const deadline = setTimeout(() => {
        isLate = true
        reject(new DatabaseUnavailable('all connections to the database are busy'))
      }, leftMs)
      pool.getConnection((error, connection) => {
        clearTimeout(deadline)
        if (error) reject(unreachable(error))
        else if (isLate) connection.release()
        else resolve(connection)
      })
    })
  }
}

/** Nothing was asked yet: whatever kept it from connecting, nothing was written. */
function unreachable(error: Error): Error {
  return new DatabaseUnavailable(`the database cannot be reached: ${error.message}`, {
    cause: error,
  })
}
