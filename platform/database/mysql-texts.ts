import assert from 'node:assert/strict'
import mysql from 'mysql2'
import type { SqlValue } from './database.ts'

/** One text for the server, and for how many of the rows it stands. */
type SqlBatch = { readonly text: string; readonly rows: number }

type Row = readonly SqlValue[]

/** Below the smallest `max_allowed_packet` that is usual, and a parser's comfort. */
const LONGEST_TEXT = 500_000
const MOST_ROWS = 500

const INSERT_ONE = /^(\s*insert\s+into\s[\s\S]*?\bvalues\s*)(\([^()]*\))\s*$/i

/** Puts values into a text of ours in place of its question marks. */
export const withValues = (text: string, values: readonly SqlValue[]): string =>
  filled(piecesOf(text), values)

/**
 * The statement for each of many rows, in as few texts as can be sent: rows to insert as lists of
 * many, anything else one statement after the other, each with its own count.
 */
export function batchesOf(text: string, rows: readonly Row[]): SqlBatch[] {
  const [, head = '', tuple] = INSERT_ONE.exec(text) ?? []
  const pieces = piecesOf(tuple ?? text)
  const between = tuple === undefined ? ';\n' : ', '
  return joined(rows, row => filled(pieces, row), { head, between })
}

export const isInsertOfRows = (text: string): boolean => INSERT_ONE.test(text)

function joined(
  rows: readonly Row[],
  textOf: (row: Row) => string,
  { head, between }: { readonly head: string; readonly between: string },
): SqlBatch[] {
  const batches: SqlBatch[] = []
  let parts: string[] = []
  let length = 0
  const close = () => {
    if (parts.length > 0) batches.push({ text: head + parts.join(between), rows: parts.length })
    parts = []
    length = 0
  }
  for (const row of rows) {
    const part = textOf(row)
    if (parts.length === MOST_ROWS || length + part.length > LONGEST_TEXT) close()
    parts.push(part)
    length += part.length
  }
  close()
  return batches
}

/** What is quoted or noted holds no place for a value; else each question mark is one. */
const QUOTED_OR_MARK = /'(?:[^'\\]|\\.|'')*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\/|\?/g

/** The text around its places for values: one piece more than there are places. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(QUOTED_OR_MARK)) {
    if (found !== '?') continue
    pieces.push(text.slice(from, index))
    from = index + 1
  }
  pieces.push(text.slice(from))
  return pieces
}

function filled(pieces: readonly string[], values: readonly SqlValue[]): string {
  assert.equal(values.length, pieces.length - 1, 'a value for each question mark')
  return values.reduce<string>(
    (text, value, at) => text + literal(value) + pieces[at + 1],
    pieces[0] ?? '',
  )
}

/** In a quoted text of MySQL, the others stand for themselves; NUL is said as its tools do. */
const MEANS_MORE = /['\\\0]/

function literal(value: SqlValue): string {
  if (typeof value === 'string') {
    return MEANS_MORE.test(value) ? mysql.escape(value) : `'${value}'`
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is no value of a column`)
    return String(value)
  }
  return mysql.escape(value instanceof Uint8Array ? bufferOver(value) : value)
}

export function bufferOver({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
