import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { leafHash } from './merkle-hash.ts'
import type { NodeSource } from './merkle-prover.ts'
import type { KeptHash } from './merkle-tree.ts'

/** RFC 9162 2.1 word for word: MTH, PATH and SUBPROOF over the leaves `from` ≤ index < `to`. */
export function naiveTree(hashes: readonly Buffer[]) {
  const memo = new Map<string, Buffer>()
  const leaf = (n: number): Buffer => hashes[n] ?? assert.fail(`no leaf ${n}`)

  function root(from: number, to: number): Buffer {
    const key = `${from} ${to}`
    const known = memo.get(key)
    if (known !== undefined) return known
    if (from === to) return createHash('sha256').digest()
    const middle = split(from, to)
    const made = to - from === 1 ? leaf(from) : node(root(from, middle), root(middle, to))
    memo.set(key, made)
    return made
  }

  function inclusion(index: number, from: number, to: number): Buffer[] {
    if (to - from === 1) return []
    const middle = split(from, to)
    return index < middle
      ? [...inclusion(index, from, middle), root(middle, to)]
      : [...inclusion(index, middle, to), root(from, middle)]
  }

  function consistency(older: number, from: number, to: number, whole: boolean): Buffer[] {
    if (older === to) return whole ? [] : [root(from, to)]
    const middle = split(from, to)
    return older <= middle
      ? [...consistency(older, from, middle, whole), root(middle, to)]
      : [...consistency(older, middle, to, false), root(from, middle)]
  }

  return { leaves: hashes, leaf, root, inclusion, consistency }
}

const split = (from: number, to: number): number =>
  from + 2 ** Math.max(0, Math.ceil(Math.log2(to - from)) - 1)

/** The leaves as a store would have them, with what was kept of the levels above. */
export function sourceOf(hashes: readonly Buffer[], kept: readonly KeptHash[] = []): NodeSource {
  const levels = new Map<number, readonly Buffer[]>([[0, hashes]])
  for (const level of [8, 16, 24]) {
    const own = kept.filter(one => one.level === level)
    assert.deepEqual(
      own.map(one => one.index),
      [...own.keys()],
    )
    levels.set(
      level,
      own.map(one => one.hash),
    )
  }
  return async (level, from, to) => (levels.get(level) ?? []).slice(from, to)
}

/** The hashes of leaves that differ. */
export const leaves = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, n) => leafHash(`leaf ${n}`))

export const hexes = (hashes: readonly Buffer[]): string[] =>
  hashes.map(hash => hash.toString('hex'))

/** The hash of a node, made anew by what the RFC says. */
export const node = (left: Buffer = Buffer.of(), right: Buffer = Buffer.of()): Buffer =>
  createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest()
