import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { leaves, naiveTree, sourceOf } from './a-merkle-tree.ts'
import { consistencyPath, inclusionPath } from './merkle-prover.ts'
import { verifyConsistency, verifyInclusion } from './merkle-verifier.ts'

test('a proof with anything changed does not hold', async () => {
  const tree = naiveTree(leaves(40))
  const source = sourceOf(tree.leaves)
  const change = fc.constantFrom(
    'altered',
    'added',
    'missing',
    'longer',
    'swapped',
    'root',
    'place',
  )
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 3, max: 40 }), fc.nat(), change, async (to, pick, kind) => {
      const from = 1 + (pick % (to - 1))
      const toRootHash = tree.root(0, to)
      const inclusion = await inclusionPath(source, from, to)
      const index = kind === 'place' ? from - 1 : from
      const spoilt = spoil(inclusion, kind, pick)
      const root = kind === 'root' ? flip(toRootHash) : toRootHash
      const leaf = tree.leaf(from)
      assert(!verifyInclusion({ index, size: to, leafHash: leaf, path: spoilt, rootHash: root }))
      const path = spoil(await consistencyPath(source, from, to), kind, pick)
      const fromRootHash = kind === 'place' ? flip(tree.root(0, from)) : tree.root(0, from)
      assert(!verifyConsistency({ from, to, path, fromRootHash, toRootHash: root }))
    }),
    { numRuns: 400 },
  )
})

test('a proof about no tree does not hold', () => {
  const [leaf = Buffer.of()] = leaves(1)
  const roots = { path: [], fromRootHash: leaf, toRootHash: leaf }
  assert(verifyConsistency({ ...roots, from: 1, to: 1 }))
  assert(!verifyConsistency({ ...roots, from: 0, to: 0 }))
  assert(!verifyConsistency({ ...roots, from: 2, to: 1 }))
  const alone = { leafHash: leaf, path: [], rootHash: leaf }
  assert(verifyInclusion({ ...alone, index: 0, size: 1 }))
  assert(!verifyInclusion({ ...alone, index: 0, size: 0 }))
  assert(!verifyInclusion({ ...alone, index: -1, size: 1 }))
  assert(!verifyInclusion({ ...alone, index: 0.5, size: 1 }))
})

const flip = (hash: Buffer): Buffer =>
  Buffer.from(hash.map((byte, n) => (n === 7 ? byte ^ 1 : byte)))

function spoil(path: readonly Buffer[], kind: string, pick: number): Buffer[] {
  const n = pick % path.length
  const chosen = path[n] ?? Buffer.of()
  if (kind === 'altered') return path.with(n, flip(chosen))
  if (kind === 'added') return [...path, flip(chosen)]
  if (kind === 'missing') return path.toSpliced(n, 1)
  if (kind === 'longer') return path.with(n, Buffer.concat([chosen, Buffer.of(0)]))
  if (kind === 'swapped') return path.length > 1 ? path.toReversed() : []
  return [...path]
}
