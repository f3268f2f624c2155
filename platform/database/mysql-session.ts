import type { Kysely } from 'kysely'
import type { FieldPacket, PoolConnection, ResultSetHeader } from 'mysql2'
import type { SqlValue, Statements, Transaction } from './database.ts'
import { DatabaseUnavailable } from './database.ts'
import { TransactionLost, translatedFault } from './mysql-faults.ts'
import { type Fields, mysqlJourneys, type Result, type Send } from './mysql-journeys.ts'
import { mysqlKysely } from './mysql-kysely.ts'
import { batchesOf, isInsertOfRows } from './mysql-texts.ts'

/** One connection, as stores see it; one transaction at a time. */
export type MysqlSession = {
  readonly trx: Transaction<unknown>
  readonly connection: PoolConnection
  /** Before each transaction; it must be over after so many milliseconds. */
  begin(untilMs: number): void
  /**
   * Sends a text of ours as it is. Of the transaction nothing more is taken: what still waits is
   * forgotten, and who asks for more, in a branch that was not at its end, is refused.
   */
  send(text: string): Promise<void>
  /** What still waits, and the commit. */
  commit(): Promise<void>
  /** What befell the transaction, so that it must not be committed whatever its store made of it. */
  failure(): Error | undefined
  hasAnnounced(): boolean
  /** After each transaction. */
  end(): void
}

type Options = {
  /** Instead of the database's own clock. */
  readonly nowMs: (() => number) | undefined
  readonly settings: unknown
}

/** Characters of what waits to be sent; more goes at once, far below what a server takes in one. */
const LONGEST_WAITING = 1_000_000
const ANNOUNCES = /^\s*insert\s+into\s+outbox\b/i
const BINARY_CHARSET = 63
const NOW = 'select cast(unix_timestamp(now(3)) * 1000 as signed) as nowMs'

export function mysqlSession(connection: PoolConnection, options: Options): MysqlSession {
  let failure: Error | undefined
  let announced = false
  let now: Promise<number> | undefined
  let isOver = false
  let giveUp: ((error: Error) => void) | undefined
  let deadline: NodeJS.Timeout | undefined

  const send: Send = start =>
    new Promise((resolve, reject) => {
      giveUp = reject
      start((error, result, fields) => {
        if (error === null) return resolve(withPlainBytes(result, fields))
        const fault = translatedFault(error)
        if (fault instanceof DatabaseUnavailable) failure ??= fault
        reject(fault)
      })
    })
  const journeys = mysqlJourneys(connection, send)

  function ofStore(): typeof journeys {
    if (isOver) throw new Error('a statement was asked for after its transaction was over')
    return journeys
  }
  const ask = async (text: string, values: readonly SqlValue[]) => ofStore().ask(text, values)

  const sql: Statements = {
    async all<Given>(text: string, ...values: readonly SqlValue[]) {
      return (await ask(text, values)) as Given[]
    },
    async run(text, ...values) {
      announced ||= ANNOUNCES.test(text)
      return affectedBy(await ask(text, values))
    },
    async runEach(text, rows) {
      const [only] = rows
      if (rows.length === 1 && only !== undefined) return [await sql.run(text, ...only)]
      announced ||= rows.length > 0 && ANNOUNCES.test(text)
      const counts: number[] = []
      for (const batch of textsOf(text, rows)) {
        const results = await ofStore().askAll([batch])
        // Rows are inserted all or not at all.
        if (isInsertOfRows(text)) counts.push(...new Array<number>(batch.rows).fill(1))
        else counts.push(...results.map(affectedBy))
      }
      return counts
    },
    async later(text, ...rows) {
      announced ||= rows.length > 0 && ANNOUNCES.test(text)
      ofStore().leave(textsOf(text, rows))
      if (journeys.leftLength() > LONGEST_WAITING) await journeys.askAll([])
    },
  }

  async function askNow(): Promise<number> {
    const [row] = await sql.all<{ nowMs: number }>(NOW)
    return row?.nowMs ?? Number.NaN
  }

  let query: Kysely<unknown> | undefined
  return {
    connection,
    trx: {
      get query() {
        query ??= mysqlKysely(ask)
        return query
      },
      sql,
      async nowMs() {
        if (options.nowMs !== undefined) return options.nowMs()
        now ??= askNow()
        return now
      },
      settings: options.settings,
    },
    begin(untilMs) {
      journeys.clear()
      isOver = false
      failure = undefined
      announced = false
      now = undefined
      const leftMs = Math.max(1, untilMs - performance.now())
      deadline = setTimeout(() => {
        failure = new TransactionLost('the database did not answer in time')
        connection.destroy()
        giveUp?.(failure)
      }, leftMs)
    },
    async send(text) {
      isOver = true
      journeys.clear()
      await journeys.askAll([{ text, statements: 1 }])
    },
    async commit() {
      await journeys.askAll([{ text: 'commit', statements: 1 }])
    },
    failure: () => failure,
    hasAnnounced: () => announced,
    end: () => clearTimeout(deadline),
  }
}

const textsOf = (text: string, rows: readonly (readonly SqlValue[])[]) =>
  batchesOf(text, rows).map(batch => ({
    ...batch,
    statements: isInsertOfRows(text) ? 1 : batch.rows,
  }))

const affectedBy = (result: Result): number => (result as ResultSetHeader).affectedRows

/** Bytes are a `Uint8Array` to stores, whatever the engine; of many statements, in each result. */
function withPlainBytes(result: Result, fields: Fields): Result {
  if (!Array.isArray(result) || fields === undefined) return result
  if (fields.some(Array.isArray)) {
    const each = fields as readonly (FieldPacket[] | undefined)[]
    for (const [at, one] of result.entries()) withPlainBytes(one as unknown as Result, each[at])
    return result
  }
  const names = (fields as FieldPacket[]).filter(
    field => field?.characterSet === BINARY_CHARSET && isBlob(field),
  )
  if (names.length === 0) return result
  for (const row of result as Record<string, unknown>[]) {
    for (const { name } of names) {
      const bytes = row[name]
      if (Buffer.isBuffer(bytes)) row[name] = new Uint8Array(bytes)
    }
  }
  return result
}

/** Types of the wire protocol: VARCHAR, the BLOBs, VAR_STRING, STRING. */
const isBlob = ({ columnType = 0 }: FieldPacket): boolean =>
  columnType === 15 || (columnType >= 249 && columnType <= 254)
