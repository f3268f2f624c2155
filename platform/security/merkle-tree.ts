import assert from 'node:assert/strict'
import { emptyRootHash, HASH_BYTES, nodeHash } from './merkle-hash.ts'

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
