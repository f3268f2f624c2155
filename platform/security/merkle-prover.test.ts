import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hexes, leaves, naiveTree, node, sourceOf } from './a-merkle-tree.ts'
import { leafHash } from './merkle-hash.ts'
import { consistencyPath, inclusionPath, type NodeSource } from './merkle-prover.ts'
import { appendLeaves, emptyFrontier } from './merkle-tree.ts'
import { verifyConsistency, verifyInclusion } from './merkle-verifier.ts'

const EXHAUSTIVE = 260

test('a proof is that of the RFC and holds, for every entry and every pair of sizes', async () => {
  const all = leaves(EXHAUSTIVE)
  const tree = naiveTree(all)
  const { kept } = appendLeaves(emptyFrontier, all)
  for (const size of [...Array(40).keys(), 63, 64, 65, 127, 128, 200, 255, 256, 257, EXHAUSTIVE]) {
    const source = sourceOf(all, kept)
    const root = tree.root(0, size)
    for (let index = 0; index < size; index++) {
      const path = await inclusionPath(source, index, size)
      assert.equal(hexes(path).join(), hexes(tree.inclusion(index, 0, size)).join())
      const leaf = tree.leaf(index)
      assert(verifyInclusion({ index, size, leafHash: leaf, path, rootHash: root }))
    }
    for (let from = 1; from <= size; from++) {
      const path = await consistencyPath(source, from, size)
      assert.equal(hexes(path).join(), hexes(tree.consistency(from, 0, size, true)).join())
      const fromRootHash = tree.root(0, from)
      assert(verifyConsistency({ from, to: size, path, fromRootHash, toRootHash: root }))
    }
  }
})

test('what a batch keeps serves the proofs of a tree of 70,000, each from few reads', async () => {
  const all = leaves(70_000)
  const { kept, rootHash } = appendLeaves(emptyFrontier, all)
  assert.equal(kept.length, 273 + 1)
  const { source, reads } = counted(sourceOf(all, kept))
  const tree = naiveTree(all)
  assert.deepEqual(tree.root(0, all.length), rootHash)
  await fc.assert(
    fc.asyncProperty(fc.nat(all.length - 2), fc.nat(all.length - 2), async (a, b) => {
      const [from, to] = [Math.min(a, b) + 1, Math.max(a, b) + 2]
      await provesBoth(source, size => tree.root(0, size), { from, to, leaf: tree.leaf(from) })
    }),
    { numRuns: 50 },
  )
  assertFew(reads)
})

// Where all leaves are equal, so are all complete subtrees of a level: a tree as large as one likes.
test('a tree of thousands of millions is proven from some hundreds of hashes a level', async () => {
  const leaf = leafHash('the same')
  const byLevel = [leaf]
  for (let level = 0; level < 40; level++) byLevel.push(node(byLevel.at(-1), byLevel.at(-1)))
  const frontierOf = (size: number) => ({
    size,
    hashes: byLevel.filter((_, level) => Math.floor(size / 2 ** level) % 2 === 1).reverse(),
  })
  const rootOf = (size: number) => appendLeaves(frontierOf(size), []).rootHash
  const alike: NodeSource = async (level, from, to) =>
    Array.from({ length: to - from }, () => byLevel[level] ?? leaf)
  const { source, reads } = counted(alike)
  const sizes = fc.integer({ min: 1, max: 2 ** 32 - 100 })
  await fc.assert(
    fc.asyncProperty(sizes, sizes, fc.integer({ min: 1, max: 70 }), async (a, b, count) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b) + 1]
      await provesBoth(source, rootOf, { from, to, leaf })
      const appended = appendLeaves(frontierOf(to), Array(count).fill(leaf))
      const size = to + count
      assert.deepEqual(appended.rootHash, rootOf(size))
      const index = to + (a % count)
      assert.deepEqual(appended.pathOf(index - to), await inclusionPath(source, index, size))
    }),
    { numRuns: 60 },
  )
  assertFew(reads)
})

/** An entry at `from`, and that the tree of `to` adds to that of `from`. */
async function provesBoth(
  source: NodeSource,
  rootOf: (size: number) => Buffer,
  { from, to, leaf }: { readonly from: number; readonly to: number; readonly leaf: Buffer },
): Promise<void> {
  const inclusion = await inclusionPath(source, from, to)
  const entry = { index: from, size: to, leafHash: leaf, path: inclusion }
  assert(verifyInclusion({ ...entry, rootHash: rootOf(to) }))
  const path = await consistencyPath(source, from, to)
  const roots = { fromRootHash: rootOf(from), toRootHash: rootOf(to) }
  assert(verifyConsistency({ from, to, path, ...roots }))
}

type Read = { readonly level: number; readonly count: number }

function counted(source: NodeSource): { source: NodeSource; reads: Read[] } {
  const reads: Read[] = []
  return {
    reads,
    source: (level, from, to) => {
      reads.push({ level, count: to - from })
      return source(level, from, to)
    },
  }
}

function assertFew(reads: readonly Read[]): void {
  assert(reads.length > 0)
  // The block of 256 around the entry, and the one at the right edge, which may touch it.
  assert(reads.every(read => read.count <= 512))
}
