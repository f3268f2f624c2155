import mysql from 'mysql2'
import type { SqlValue } from './database.ts'

/** One text for the server, and for how many of the rows it stands. */
type SqlBatch = { readonly text: string; readonly rows: number }

type Row = readonly SqlValue[]

/** Below the smallest `max_allowed_packet` that is usual, and a parser's comfort. */
const LONGEST_TEXT = 500_000
const MOST_ROWS = 500

const INSERT_ONE = /^(\s*insert\s+into\s[\s\S]*?\bvalues\s*)(\([^()]*\))\s*$/i

/** Puts values into a text in place of its question marks. */
export function withValues(text: string, values: readonly SqlValue[]): string {
  return mysql.format(text, values.map(escapable))
}

/**
 * The statement for each of many rows, in as few texts as can be sent: rows to insert as lists of
 * many, anything else one statement after the other, each with its own count.
 */
export function batchesOf(text: string, rows: readonly Row[]): SqlBatch[] {
  const [, head, tuple] = INSERT_ONE.exec(text) ?? []
  return head !== undefined && tuple !== undefined
    ? joined(rows, row => withValues(tuple, row), { head, between: ', ' })
    : joined(rows, row => withValues(text, row), { head: '', between: ';\n' })
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

function escapable(value: SqlValue): string | number | null | Buffer {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`${value} is no value of a column`)
  }
  return value instanceof Uint8Array ? bufferOver(value) : value
}

export function bufferOver({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
