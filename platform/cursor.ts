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
