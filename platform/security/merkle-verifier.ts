import { HASH_BYTES, nodeHash } from './merkle-hash.ts'

type InclusionProof = {
  readonly index: number
  readonly size: number
  readonly leafHash: Buffer
  readonly path: readonly Buffer[]
  readonly rootHash: Buffer
}

type ConsistencyProof = {
  readonly from: number
  readonly to: number
  readonly path: readonly Buffer[]
  readonly fromRootHash: Buffer
  readonly toRootHash: Buffer
}

/** Whether the path proves that the leaf stands at its place under the root. RFC 9162 2.1.3.2. */
export function verifyInclusion(proof: InclusionProof): boolean {
  const { index, size, leafHash, path, rootHash } = proof
  if (!isCount(index) || !isCount(size) || index >= size) return false
  const sides = sidesOf(index, size - 1)
  if (path.length !== sides.length || ![leafHash, ...path].every(isHash)) return false
  const reached = path.reduce(
    (hash, sibling, n) => (sides[n] === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling)),
    leafHash,
  )
  return reached.equals(rootHash)
}

/** Whether the path proves that the larger tree only adds to the smaller. RFC 9162 2.1.4.2. */
export function verifyConsistency(proof: ConsistencyProof): boolean {
  const { from, to, path, fromRootHash, toRootHash } = proof
  if (!isCount(from) || !isCount(to) || from === 0 || from > to) return false
  if (from === to) return path.length === 0 && fromRootHash.equals(toRootHash)
  let place = from - 1
  let last = to - 1
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  // `place` is 0 where the smaller tree is one complete subtree: then its root begins the path.
  const [first, ...rest] = place === 0 ? [fromRootHash, ...path] : path
  const sides = sidesOf(place, last)
  if (first === undefined || rest.length !== sides.length) return false
  if (![first, ...rest].every(isHash)) return false
  let [older, newer] = [first, first]
  for (const [n, sibling] of rest.entries()) {
    if (sides[n] === 'left') older = nodeHash(sibling, older)
    newer = sides[n] === 'left' ? nodeHash(sibling, newer) : nodeHash(newer, sibling)
  }
  return older.equals(fromRootHash) && newer.equals(toRootHash)
}

/** On which side of the climbing hash each hash of a path stands, until the root is reached. */
function sidesOf(index: number, lastIndex: number): ('left' | 'right')[] {
  const sides: ('left' | 'right')[] = []
  let place = index
  for (let last = lastIndex; last > 0; [place, last] = [half(place), half(last)]) {
    if (place % 2 === 0 && place !== last) {
      sides.push('right')
      continue
    }
    sides.push('left')
    // The last of its level without a right neighbour rises, as it is, to where it has a left one.
    while (place % 2 === 0) [place, last] = [half(place), half(last)]
  }
  return sides
}

const half = (n: number): number => Math.floor(n / 2)
const isHash = (bytes: Buffer): boolean => bytes.length === HASH_BYTES
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0
