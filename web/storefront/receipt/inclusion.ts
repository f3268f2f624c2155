export type Bytes = Uint8Array<ArrayBuffer>

/** The hash of an entry in the tree: SHA-256(0x00 ‖ its text). RFC 9162, 2.1.1. */
export const leafHash = (text: string): Promise<Bytes> =>
  sha256(Uint8Array.of(0), new TextEncoder().encode(text))

/** The hash of two subtrees: SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Bytes, right: Bytes): Promise<Bytes> =>
  sha256(Uint8Array.of(1), left, right)

/**
 * The root to which a path leads from the leaf at `index` of a tree of `size`, or null where the
 * path is too long or too short for that. RFC 9162, 2.1.3.2.
 */
export async function rootByPath(
  leaf: Bytes,
  { index, size }: { readonly index: number; readonly size: number },
  path: readonly Bytes[],
): Promise<Bytes | null> {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return null
  let [place, last, reached] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (last === 0) return null
    if (place % 2 === 1 || place === last) {
      reached = await nodeHash(sibling, reached)
      // The last of its level without a right neighbour rises to where it has a left one.
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)]
    } else {
      reached = await nodeHash(reached, sibling)
    }
    ;[place, last] = [half(place), half(last)]
  }
  return last === 0 ? reached : null
}

/**
 * The root of the tree of these leaves, of which there is one at least: pairs, level by level; the
 * last of its level without a right neighbour rises as it is. RFC 9162, 2.1.1.
 */
export async function rootOfLeaves(leaves: readonly Bytes[]): Promise<Bytes> {
  let level = leaves
  while (level.length > 1) level = await Promise.all(pairsOf(level))
  return level[0] ?? new Uint8Array()
}

function pairsOf(level: readonly Bytes[]): (Bytes | Promise<Bytes>)[] {
  const parents: (Bytes | Promise<Bytes>)[] = []
  for (let at = 0; at < level.length; at += 2) {
    const [left = new Uint8Array(), right] = level.slice(at, at + 2)
    parents.push(right === undefined ? left : nodeHash(left, right))
  }
  return parents
}

const half = (count: number) => Math.floor(count / 2)

async function sha256(...parts: readonly Bytes[]): Promise<Bytes> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

export const hexOf = (bytes: Bytes): string =>
  [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')

/** What is not exactly a hash in hex becomes one that nothing has. */
export function bytesOfHex(hex: string): Bytes {
  if (!/^[0-9a-f]{64}$/.test(hex)) return new Uint8Array()
  return Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
}
