import mysql, { type FieldPacket, type PoolConnection, type ResultSetHeader } from 'mysql2'
import type { SqlValue } from './database.ts'
import { bufferOver, withValues } from './mysql-texts.ts'

export type Result = ResultSetHeader | readonly ResultSetHeader[] | Row[]
type Row = Record<string, unknown>

/** Some statements in one text, and how many results they have. */
export type Texts = { readonly text: string; readonly statements: number }

/**
 * The journeys of one connection to the server and back, one at a time. Statements that are asked
 * for in one breath, before anybody waits for any of them, go in one; so do those that are asked for
 * while another is under way. They run in the order in which they were asked for, and where one
 * fails all of its journey do.
 */
export type MysqlJourneys = {
  /** One statement of ours with its values; prepared where it travels alone. */
  ask(text: string, values: readonly SqlValue[]): Promise<Result>
  /** Texts as they are; gives the result of each statement. */
  askAll(texts: readonly Texts[]): Promise<Result[]>
  /** What nobody waits for goes with what is asked next, or was asked just before. */
  leave(texts: readonly Texts[]): void
  /** Characters of what was left and not sent yet. */
  leftLength(): number
  /** Forgets what was left: its transaction is over. */
  clear(): void
}

type Asked = {
  readonly texts: () => readonly Texts[]
  readonly alone?: { readonly text: string; readonly values: readonly SqlValue[] }
  readonly resolve: (results: Result[]) => void
  readonly reject: (error: unknown) => void
}

/** Of each column; of many statements a list for each. */
export type Fields = readonly (FieldPacket | FieldPacket[] | undefined)[] | undefined
type Done = (error: Error | null, result: Result, fields: Fields) => void
/** Starts what calls back when it is done. */
export type Send = (start: (done: Done) => void) => Promise<Result>

/** More values than these go in the text itself: the lists are of any length, each a new text. */
const MOST_PREPARED = 24
/** What is prepared; the rest (`savepoint` and the like) is not in MySQL. */
const PREPARABLE = /^\s*(select|insert|update|delete|with)\b/i

export function mysqlJourneys(connection: PoolConnection, send: Send): MysqlJourneys {
  let asked: Asked[] = []
  let left: Texts[] = []
  let isUnderWay = false

  const sendText = (text: string) => send(done => connection.query(text, done as never))

  async function sendAll(texts: readonly Texts[]): Promise<Result[]> {
    const result = await sendText(texts.map(({ text }) => text).join(';\n'))
    return countOf(texts) === 1 ? [result] : (result as unknown as Result[])
  }

  /** Sends what was asked for, until nobody asks for more. */
  async function depart(): Promise<void> {
    isUnderWay = true
    while (asked.length > 0) {
      const travellers = asked
      const before = left
      asked = []
      left = []
      try {
        const [{ alone } = {}] = travellers
        if (alone !== undefined && travellers.length === 1 && before.length === 0) {
          const { text, values } = alone
          const result = await send(done =>
            connection.execute(text, values.map(typed), done as never),
          )
          travellers[0]?.resolve([result])
        } else {
          const loads = travellers.map(traveller => traveller.texts())
          const results = await sendAll([...before, ...loads.flat()])
          let at = countOf(before)
          for (const [n, { resolve }] of travellers.entries()) {
            const count = countOf(loads[n] ?? [])
            resolve(results.slice(at, at + count))
            at += count
          }
        }
      } catch (error) {
        for (const { reject } of travellers) reject(error)
      }
    }
    isUnderWay = false
  }

  function askFor(request: Omit<Asked, 'resolve' | 'reject'>): Promise<Result[]> {
    return new Promise((resolve, reject) => {
      asked.push({ ...request, resolve, reject })
      if (asked.length === 1 && !isUnderWay) queueMicrotask(() => void depart())
    })
  }

  return {
    async ask(text, values) {
      const isPrepared = values.length <= MOST_PREPARED && PREPARABLE.test(text)
      const [result] = await askFor({
        texts: () => [{ text: withValues(text, values), statements: 1 }],
        ...(isPrepared && { alone: { text, values } }),
      })
      return result as Result
    },
    askAll: texts => askFor({ texts: () => texts }),
    leave(texts) {
      if (texts.length === 0) return
      // Behind whoever asked before it in this breath; they hear what is wrong with it.
      if (asked.length > 0) asked.push({ texts: () => texts, resolve: ignore, reject: ignore })
      else left.push(...texts)
    },
    leftLength: () => left.reduce((sum, { text }) => sum + text.length, 0),
    clear() {
      left = []
    },
  }
}

const ignore = () => undefined

const countOf = (texts: readonly Texts[]): number =>
  texts.reduce((sum, { statements }) => sum + statements, 0)

/** A number is bound as an integer where it is one: MySQL takes no other in `limit ?`. */
function typed(value: SqlValue) {
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return mysql.TypedParameter.BIGINT(value)
  }
  return value instanceof Uint8Array ? bufferOver(value) : value
}
