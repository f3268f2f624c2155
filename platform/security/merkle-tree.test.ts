import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hexes, leaves, naiveTree } from './a-merkle-tree.ts'
import { leafHash } from './merkle-hash.ts'
import {
  appendLeaves,
  emptyFrontier,
  type Frontier,
  frontierFromBytes,
  frontierToBytes,
  type KeptHash,
} from './merkle-tree.ts'

const EXHAUSTIVE = 260

test('the hashes are those of RFC 9162, as others publish them', () => {
  // The leaves and roots of the test data of Certificate Transparency (RFC 6962, the same hashing).
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657']
  const hashes = inputs.map(hex => leafHash(Buffer.from(hex, 'hex')))
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  ]
  for (const [size, root] of roots.entries()) {
    assert.equal(appendLeaves(emptyFrontier, hashes.slice(0, size)).rootHash.toString('hex'), root)
  }
  assert.deepEqual(leafHash('é'), leafHash(Buffer.from('é')))
})

test('a batch has the root, the paths and the frontier of the whole tree, at every size', () => {
  const tree = naiveTree(leaves(EXHAUSTIVE))
  const grown = frontiers(tree.leaves)
  for (const [from, frontier] of grown.entries()) {
    for (let to = from; to <= EXHAUSTIVE; to += 1 + ((from * 7 + to) % 41)) {
      const batch = tree.leaves.slice(from, to)
      const appended = appendLeaves(frontier, batch)
      assert.deepEqual(appended.rootHash, tree.root(0, to))
      assert.deepEqual(appended.frontier, grown[to])
      for (const offset of batch.keys()) {
        const path = hexes(tree.inclusion(from + offset, 0, to)).join(' ')
        assert.equal(hexes(appended.pathOf(offset)).join(' '), path)
        assert.equal(appended.pathHexOf(offset).join(' '), path)
      }
    }
  }
})

test('an entry that is not in the batch has no path', () => {
  const { pathOf } = appendLeaves(emptyFrontier, leaves(3))
  for (const offset of [-1, 3]) assert.throws(() => pathOf(offset), assert.AssertionError)
})

test('a frontier is read as it was written, and as that of no other size', () => {
  for (const frontier of frontiers(leaves(70))) {
    const bytes = frontierToBytes(frontier)
    assert.deepEqual(frontierFromBytes(frontier.size, bytes), frontier)
    assert.throws(() => frontierFromBytes(frontier.size * 2 + 1, bytes), assert.AssertionError)
  }
})

test('batches of any size make the tree that one batch makes', () => {
  const all = leaves(2_000)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 8 }), counts => {
      const kept: KeptHash[] = []
      let frontier = emptyFrontier
      for (const count of counts) {
        const appended = appendLeaves(frontier, all.slice(frontier.size, frontier.size + count))
        frontier = frontierFromBytes(appended.frontier.size, frontierToBytes(appended.frontier))
        kept.push(...appended.kept)
      }
      const atOnce = appendLeaves(emptyFrontier, all.slice(0, frontier.size))
      assert.deepEqual(frontier, atOnce.frontier)
      assert.deepEqual(kept, atOnce.kept)
    }),
    { numRuns: 60 },
  )
})

/** The frontier at each size up to that of the leaves, grown by one leaf at a time. */
function frontiers(hashes: readonly Buffer[]): Frontier[] {
  const grown = [emptyFrontier]
  for (const hash of hashes)
    grown.push(appendLeaves(grown.at(-1) ?? emptyFrontier, [hash]).frontier)
  return grown
}
