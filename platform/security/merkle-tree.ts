import assert from 'node:assert/strict'
import { hash } from 'node:crypto'

/**
 * The compact range of a tree: how many leaves it has, and the hashes of its complete subtrees,
 * largest first, one for each bit that is set in the size. All that appending needs to know.
 */
export type Frontier = { readonly size: number; readonly hashes: readonly Buffer[] }

/** The hash of a complete subtree of 2^level leaves, the `index`th of its level from the left. */
export type KeptHash = {
  readonly level: 8 | 16 | 24
  readonly index: number
  readonly hash: Buffer
}

export type Appended = {
  readonly frontier: Frontier
  readonly rootHash: Buffer
  /** The inclusion path of the batch's leaf at `offset`, in the tree of the new size. */
  readonly pathOf: (offset: number) => Buffer[]
  /** The same in hex. The paths of a batch share their strings. */
  readonly pathHexOf: (offset: number) => string[]
  /** The subtrees that this batch completed. Once stored, they make later proofs cheap. */
  readonly kept: readonly KeptHash[]
}

/** Stored hashes of complete subtrees, `from` ≤ index < `to`. Level 0 is the leaves. */
export type NodeSource = (
  level: 0 | 8 | 16 | 24,
  from: number,
  to: number,
) => Promise<readonly Buffer[]>

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

const HASH_BYTES = 32
const KEPT_LEVELS = [8, 16, 24] as const

export const emptyFrontier: Frontier = { size: 0, hashes: [] }

/** Reads what `frontierToBytes` wrote for a tree of this size. */
export function frontierFromBytes(size: number, bytes: Uint8Array): Frontier {
  const levels = peakLevels(size)
  assert.equal(bytes.length, levels.length * HASH_BYTES, `no frontier of a tree of ${size}`)
  const all = Buffer.from(bytes)
  const hashes = levels.map((_, n) => all.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES))
  return { size, hashes }
}

/** The hashes one after the other, 32 bytes each. The size is to be kept beside them. */
export const frontierToBytes = (frontier: Frontier): Buffer => Buffer.concat(frontier.hashes)

/** RFC 9162 2.1.1: SHA-256(0x00 ‖ bytes). A string stands for its UTF-8. */
export function leafHash(bytes: string | Uint8Array): Buffer {
  if (typeof bytes === 'string') return sha256(`\0${bytes}`)
  return sha256(Buffer.concat([Buffer.of(0), bytes]))
}

/** RFC 9162 2.1.1: SHA-256(0x01 ‖ left ‖ right). */
function nodeHash(left: Buffer, right: Buffer): Buffer {
  nodeBytes.set(left, 1)
  nodeBytes.set(right, 1 + HASH_BYTES)
  return sha256(nodeBytes)
}

const nodeBytes = Buffer.alloc(1 + 2 * HASH_BYTES, 1)

// Measured in Node 24: by way of a string 0.9 µs, at once to a buffer 1.9 µs, `createHash` 2.3 µs.
function sha256(bytes: string | Uint8Array): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'binary')
}

const emptyRootHash = sha256('')

/** The levels of the complete subtrees of a tree of this size, largest first. */
function peakLevels(size: number): number[] {
  assert(Number.isSafeInteger(size) && size >= 0, `not the size of a tree: ${size}`)
  const levels: number[] = []
  for (let level = 0, rest = size; rest > 0; level++, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) levels.unshift(level)
  }
  return levels
}

/** A hash that many paths share, and its hex once somebody asked for it. */
type Node = { readonly hash: Buffer; hex?: string }

/**
 * The complete subtrees of one level that a batch made, from the left, and before them the old one
 * that is the left sibling of the first, where there is one. So the first is always a left child;
 * where their number is odd, the last has no sibling yet: it is a peak of the new frontier.
 */
type Level = { readonly nodes: readonly Node[]; readonly oldCount: 0 | 1 }

/** A peak, and what stands between it and the root: the smaller peaks as one, the larger ones. */
type Peak = { readonly level: number; readonly node: Node; readonly tail: readonly Node[] }

/**
 * Appends a batch: about a hash a leaf, and some twenty a batch. Reads nothing but the frontier and
 * changes nothing in place, so a batch that was not committed is simply forgotten.
 */
export function appendLeaves(frontier: Frontier, leafHashes: readonly Buffer[]): Appended {
  const size = frontier.size + leafHashes.length
  const levels = growLevels(frontier, leafHashes)
  const { peaks, rootHash } = bagPeaks(levels)
  const tails = new Map(peaks.map(peak => [peak.level, peak.tail]))
  function path(offset: number): Node[] {
    assert(offset >= 0 && offset < leafHashes.length, `no leaf ${offset} in the batch`)
    return climb(levels, tails, offset)
  }
  return {
    frontier: { size, hashes: peaks.map(peak => peak.node.hash).reverse() },
    rootHash,
    pathOf: offset => path(offset).map(node => node.hash),
    pathHexOf: offset => path(offset).map(hexOf),
    kept: KEPT_LEVELS.flatMap(level => keptOf(levels[level], level, frontier.size)),
  }
}

function growLevels(frontier: Frontier, leafHashes: readonly Buffer[]): Level[] {
  const old = new Map(peakLevels(frontier.size).map((level, n) => [level, nth(frontier.hashes, n)]))
  const size = frontier.size + leafHashes.length
  const levels: Level[] = []
  let made: Node[] = leafHashes.map(hash => ({ hash }))
  for (let level = 0; 2 ** level <= size; level++) {
    const hash = old.get(level)
    const nodes: Node[] = hash === undefined ? made : [{ hash }, ...made]
    levels.push({ nodes, oldCount: hash === undefined ? 0 : 1 })
    made = parentsOf(nodes)
  }
  return levels
}

function parentsOf(nodes: readonly Node[]): Node[] {
  const parents: Node[] = []
  for (let n = 0; n + 1 < nodes.length; n += 2) {
    parents.push({ hash: nodeHash(nth(nodes, n).hash, nth(nodes, n + 1).hash) })
  }
  return parents
}

/** The peaks, smallest first, and the root they add up to. */
function bagPeaks(levels: readonly Level[]): { peaks: Peak[]; rootHash: Buffer } {
  const lone = levels.flatMap(({ nodes }, level) =>
    nodes.length % 2 === 1 ? [{ level, node: nth(nodes, nodes.length - 1) }] : [],
  )
  const peaks: Peak[] = []
  let smaller: Node | undefined
  for (const [n, { level, node }] of lone.entries()) {
    const larger = lone.slice(n + 1).map(peak => peak.node)
    peaks.push({ level, node, tail: smaller === undefined ? larger : [smaller, ...larger] })
    smaller = smaller === undefined ? node : { hash: nodeHash(node.hash, smaller.hash) }
  }
  return { peaks, rootHash: smaller?.hash ?? emptyRootHash }
}

/** From a leaf of the batch up to its peak by siblings, and on to the root. */
function climb(
  levels: readonly Level[],
  tails: ReadonlyMap<number, readonly Node[]>,
  offset: number,
): Node[] {
  const path: Node[] = []
  let place = offset
  for (const [level, { nodes, oldCount }] of levels.entries()) {
    place += oldCount
    if (nodes.length % 2 === 1 && place === nodes.length - 1) {
      for (const node of tails.get(level) ?? []) path.push(node)
      break
    }
    path.push(nth(nodes, place ^ 1))
    place >>= 1
  }
  return path
}

const hexOf = (node: Node): string => (node.hex ??= node.hash.toString('hex'))

function keptOf(grown: Level | undefined, level: 8 | 16 | 24, oldSize: number): KeptHash[] {
  const first = Math.floor(oldSize / 2 ** level)
  const made = grown?.nodes.slice(grown.oldCount) ?? []
  return made.map(({ hash }, n) => ({ level, index: first + n, hash }))
}

function nth<T>(list: readonly T[], n: number): T {
  const element = list[n]
  assert(element !== undefined, `nothing at ${n} of ${list.length}`)
  return element
}

/** The leaves `from` ≤ index < `to`: a subtree as RFC 9162 splits, complete or at the right edge. */
type Range = { readonly from: number; readonly to: number }

/** Stored hashes that are read together. */
type Span = { readonly level: 0 | 8 | 16 | 24; readonly from: number; readonly to: number }

/** The root of the tree of the first `size` leaves. */
export async function rootHash(source: NodeSource, size: number): Promise<Buffer> {
  if (size === 0) return emptyRootHash
  return nth(await subtreeHashes(source, [{ from: 0, to: size }]), 0)
}

/** RFC 9162 2.1.3.1: what proves that the leaf at `index` is in the tree of `size`. */
export async function inclusionPath(
  source: NodeSource,
  index: number,
  size: number,
): Promise<Buffer[]> {
  assert(index >= 0 && index < size, `no leaf ${index} in a tree of ${size}`)
  const ranges: Range[] = []
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + largerHalf(to - from)
    if (index < middle) {
      ranges.push({ from: middle, to })
      to = middle
    } else {
      ranges.push({ from, to: middle })
      from = middle
    }
  }
  return subtreeHashes(source, ranges.reverse())
}

/** RFC 9162 2.1.4.1: what proves that the tree of size `to` only adds to that of size `from`. */
export async function consistencyPath(
  source: NodeSource,
  from: number,
  to: number,
): Promise<Buffer[]> {
  assert(from > 0 && from <= to, `no tree of ${to} adds to one of ${from}`)
  const ranges: Range[] = []
  let left = 0
  let right = to
  while (from !== right) {
    const middle = left + largerHalf(right - left)
    if (from <= middle) {
      ranges.push({ from: middle, to: right })
      right = middle
    } else {
      ranges.push({ from: left, to: middle })
      left = middle
    }
  }
  // A subtree that the smaller tree has as its own whole need not be told: its root is known.
  if (left > 0) ranges.push({ from: left, to: right })
  return subtreeHashes(source, ranges.reverse())
}

/** The largest power of two below `count`. */
function largerHalf(count: number): number {
  let half = 1
  while (half * 2 < count) half *= 2
  return half
}

/** The hash of each range, from as few reads as there is need for. */
async function subtreeHashes(source: NodeSource, ranges: readonly Range[]): Promise<Buffer[]> {
  const spansOf = ranges.map(spansOfRange)
  const reads = await Promise.all(
    joinSpans(spansOf.flat()).map(async span => {
      const hashes = await source(span.level, span.from, span.to)
      assert.equal(hashes.length, span.to - span.from, `hashes of level ${span.level} are missing`)
      return { ...span, hashes }
    }),
  )
  return spansOf.map(spans => {
    const subtrees = spans.flatMap(({ level, from, to }) => {
      const read = reads.find(r => r.level === level && r.from <= from && to <= r.to)
      assert(read !== undefined)
      return read.hashes.slice(from - read.from, to - read.from).map(hash => ({ level, hash }))
    })
    return rootOf(subtrees)
  })
}

function spansOfRange({ from, to }: Range): Span[] {
  let reached = from
  const spans: Span[] = []
  for (const level of [24, 16, 8, 0] as const) {
    const count = Math.floor((to - reached) / 2 ** level)
    if (count === 0) continue
    const first = reached / 2 ** level
    spans.push({ level, from: first, to: first + count })
    reached += count * 2 ** level
  }
  return spans
}

/** Joins the spans of a level that touch, or are one hash apart: the proven one, left out. */
function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of spans.toSorted((a, b) => a.level - b.level || a.from - b.from)) {
    const last = joined.at(-1)
    if (last?.level === span.level && span.from - last.to <= 1) {
      joined.pop()
      joined.push({ ...last, to: span.to })
    } else joined.push(span)
  }
  return joined
}

/** The hash over complete subtrees that lie side by side, none larger than the one before it. */
function rootOf(subtrees: readonly { readonly level: number; readonly hash: Buffer }[]): Buffer {
  const peaks: { level: number; hash: Buffer }[] = []
  for (let { level, hash } of subtrees) {
    for (let last = peaks.at(-1); last?.level === level; last = peaks.at(-1)) {
      hash = nodeHash(last.hash, hash)
      level += 1
      peaks.pop()
    }
    peaks.push({ level, hash })
  }
  return peaks.map(peak => peak.hash).reduceRight((right, left) => nodeHash(left, right))
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
