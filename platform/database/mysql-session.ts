import type { Kysely } from 'kysely'
import mysql, { type FieldPacket, type PoolConnection, type ResultSetHeader } from 'mysql2'
import type { Question, SqlValue, Statements, Transaction } from './database.ts'
import { DatabaseUnavailable } from './database.ts'
import { TransactionLost, translatedFault } from './mysql-faults.ts'
import { mysqlKysely } from './mysql-kysely.ts'
import { batchesOf, bufferOver, isInsertOfRows, withValues } from './mysql-texts.ts'

/** One connection, as stores see it; one transaction at a time. */
export type MysqlSession = {
  readonly trx: Transaction<unknown>
  readonly connection: PoolConnection
  /** Before each transaction; it must be over after so many milliseconds. */
  begin(untilMs: number): void
  /** Sends a text of ours as it is. */
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

export type Result = ResultSetHeader | readonly ResultSetHeader[] | Row[]
type Row = Record<string, unknown>

/** More values than these go in the text itself: the lists are of any length, each a new text. */
const MOST_PREPARED = 24
/** Characters of what waits to be sent; more goes at once, far below what a server takes in one. */
const LONGEST_WAITING = 1_000_000
/** What is prepared; the rest (`savepoint` and the like) is not in MySQL. */
const PREPARABLE = /^\s*(select|insert|update|delete|with)\b/i
const ANNOUNCES = /^\s*insert\s+into\s+outbox\b/i
const BINARY_CHARSET = 63
const NOW = 'select cast(unix_timestamp(now(3)) * 1000 as signed) as nowMs'

export function mysqlSession(connection: PoolConnection, options: Options): MysqlSession {
  let failure: Error | undefined
  let announced = false
  let knownNowMs: number | undefined
  let giveUp: ((error: Error) => void) | undefined
  let deadline: NodeJS.Timeout | undefined

  function ask(start: (done: Done) => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      giveUp = reject
      start((error, result, fields) => {
        if (error === null) return resolve(withPlainBytes(result, fields))
        const fault = translatedFault(error)
        if (fault instanceof DatabaseUnavailable) failure ??= fault
        reject(fault)
      })
    })
  }

  /** What nobody waits for goes with what is asked next, or with the commit. */
  let waiting: Texts[] = []

  const sendText = (text: string): Promise<Result> =>
    ask(done => connection.query(text, done as never))

  /** Sends texts in one journey, after those that wait, and gives the result of each statement. */
  async function sendTogether(texts: readonly Texts[]): Promise<Result[]> {
    const before = waiting
    waiting = []
    // Whoever locks first asks for the time next, so it comes along.
    const asksTime = options.nowMs === undefined && knownNowMs === undefined && before.length > 0
    const all = [...before, ...texts, ...(asksTime ? [{ text: NOW, statements: 1 }] : [])]
    const result = await sendText(all.map(({ text }) => text).join(';\n'))
    const results = countOf(all) === 1 ? [result] : (result as unknown as Result[])
    if (asksTime) knownNowMs = (results.at(-1) as unknown as { nowMs: number }[])[0]?.nowMs
    return results.slice(countOf(before), countOf(before) + countOf(texts))
  }

  async function execute(text: string, values: readonly SqlValue[]): Promise<Result> {
    const goesAsText = waiting.length > 0 || values.length > MOST_PREPARED
    if (goesAsText || !PREPARABLE.test(text)) {
      const [result] = await sendTogether([{ text: withValues(text, values), statements: 1 }])
      return result as Result
    }
    return ask(done => connection.execute(text, values.map(typed), done as never))
  }

  const sql: Statements = {
    async all<Given>(text: string, ...values: readonly SqlValue[]) {
      return (await execute(text, values)) as Given[]
    },
    async run(text, ...values) {
      announced ||= ANNOUNCES.test(text)
      return affectedBy(await execute(text, values))
    },
    async runEach(text, rows) {
      const [only] = rows
      if (rows.length === 1 && only !== undefined) return [await sql.run(text, ...only)]
      announced ||= rows.length > 0 && ANNOUNCES.test(text)
      const counts: number[] = []
      for (const batch of textsOf(text, rows)) {
        const results = await sendTogether([batch])
        // Rows are inserted all or not at all.
        if (isInsertOfRows(text)) counts.push(...new Array<number>(batch.rows).fill(1))
        else counts.push(...results.map(affectedBy))
      }
      return counts
    },
    async later(text, ...rows) {
      announced ||= rows.length > 0 && ANNOUNCES.test(text)
      waiting.push(...textsOf(text, rows))
      const length = waiting.reduce((sum, each) => sum + each.text.length, 0)
      if (length > LONGEST_WAITING) await sendTogether([])
    },
    async allOf<Rows extends readonly unknown[][]>(
      ...questions: { readonly [At in keyof Rows]: Question }
    ) {
      const texts = (questions as readonly Question[]).map(([text, ...values]) => ({
        text: withValues(text, values),
        statements: 1,
      }))
      return (await sendTogether(texts)) as unknown as Rows
    },
  }

  let query: Kysely<unknown> | undefined
  return {
    connection,
    trx: {
      get query() {
        query ??= mysqlKysely(execute)
        return query
      },
      sql,
      async nowMs() {
        if (options.nowMs !== undefined) return options.nowMs()
        if (knownNowMs === undefined) {
          const [row] = await sql.all<{ nowMs: number }>(NOW)
          knownNowMs = row?.nowMs ?? Number.NaN
        }
        return knownNowMs
      },
      settings: options.settings,
    },
    begin(untilMs) {
      waiting = []
      failure = undefined
      announced = false
      knownNowMs = undefined
      const leftMs = Math.max(1, untilMs - performance.now())
      deadline = setTimeout(() => {
        failure = new TransactionLost('the database did not answer in time')
        connection.destroy()
        giveUp?.(failure)
      }, leftMs)
    },
    async send(text) {
      await sendText(text)
    },
    async commit() {
      await sendTogether([{ text: 'commit', statements: 1 }])
    },
    failure: () => failure,
    hasAnnounced: () => announced,
    end: () => clearTimeout(deadline),
  }
}

/** Some statements in one text, and how many results they have. */
type Texts = { readonly text: string; readonly statements: number }

const countOf = (texts: readonly Texts[]): number =>
  texts.reduce((sum, { statements }) => sum + statements, 0)

const textsOf = (text: string, rows: readonly (readonly SqlValue[])[]) =>
  batchesOf(text, rows).map(batch => ({
    ...batch,
    statements: isInsertOfRows(text) ? 1 : batch.rows,
  }))

type Done = (error: Error | null, result: Result, fields: FieldPacket[] | undefined) => void

const affectedBy = (result: Result): number => (result as ResultSetHeader).affectedRows

/** A number is bound as an integer where it is one: MySQL takes no other in `limit ?`. */
function typed(value: SqlValue) {
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return mysql.TypedParameter.BIGINT(value)
  }
  return value instanceof Uint8Array ? bufferOver(value) : value
}

/** Bytes are a `Uint8Array` to stores, whatever the engine. */
function withPlainBytes(result: Result, fields: FieldPacket[] | undefined): Result {
  if (!Array.isArray(result) || fields === undefined) return result
  const names = fields.filter(field => field?.characterSet === BINARY_CHARSET && isBlob(field))
  if (names.length === 0) return result
  for (const row of result as Row[]) {
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
