import assert from 'node:assert/strict'
import { nodeHash } from './merkle-hash.ts'

/** Stored hashes of complete subtrees, `from` ≤ index < `to`. Level 0 is the leaves. */
export type NodeSource = (
  level: 0 | 8 | 16 | 24,
  from: number,
  to: number,
) => Promise<readonly Buffer[]>

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

/** The leaves `from` ≤ index < `to`: a subtree as RFC 9162 splits, complete or at the right edge. */
type Range = { readonly from: number; readonly to: number }

/** Stored hashes that are read together. */
type Span = { readonly level: 0 | 8 | 16 | 24; readonly from: number; readonly to: number }

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
