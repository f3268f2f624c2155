const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The cursor behind the page's last item, given one item more than the page; null at the end. */
export function cursorAt<Item>(
  found: readonly Item[],
  limit: number,
  idOf: (item: Item) => string,
): string | null {
  const last = found[limit - 1]
  if (last === undefined || found.length <= limit) return null
  return Buffer.from(idOf(last)).toString('base64url')
}

/** The id that a cursor stands behind; null without a cursor, undefined where it is none of ours. */
export function readCursor(cursor: string | undefined): string | null | undefined {
  if (cursor === undefined) return null
  const id = Buffer.from(cursor, 'base64url').toString()
  return UUID.test(id) ? id : undefined
}

export function isMemberId(text: string): boolean {
  return UUID.test(text)
}
