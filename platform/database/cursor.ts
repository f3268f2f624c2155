import { refuseField } from '#contracts/problems.ts'

/** Where the next page of a list begins, as one opaque text: the last row's key. */
export function cursorOf(key: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The key that a cursor holds; null without one, `malformed` where it is none of this list's. */
export function readCursor<Key>(
  cursor: string | undefined,
  isKey: (value: unknown) => value is Key,
): Key | null | 'malformed' {
  if (cursor === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return typeof key === 'object' && key !== null && isKey(key) ? key : 'malformed'
  } catch (error) {
    // What is no JSON was not made by us; anything else is a fault of ours.
    if (error instanceof SyntaxError) return 'malformed'
    throw error
  }
}

/** What a list answers to a malformed cursor. */
export const cursorRefused = refuseField('cursor', 'is no cursor of this list')

/** The page of a list, given one row more than it shows where another page follows. */
export function pageOf<Row>(
  found: readonly Row[],
  limit: number,
  keyOf: (last: Row) => Readonly<Record<string, unknown>>,
): { readonly rows: readonly Row[]; readonly nextCursor: string | null } {
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const hasMore = found.length > limit && last !== undefined
  return { rows, nextCursor: hasMore ? cursorOf(keyOf(last)) : null }
}
