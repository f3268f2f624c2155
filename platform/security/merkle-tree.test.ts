import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  appendLeaves,
  consistencyPath,
  emptyFrontier,
  type Frontier,
  frontierFromBytes,
  frontierToBytes,
  inclusionPath,
  type KeptHash,
  leafHash,
  type NodeSource,
  rootHash,
  verifyConsistency,
  verifyInclusion,
} from './merkle-tree.ts'

const EXHAUSTIVE = 260

test('the hashes are those of RFC 9162, as others publish them', async () => {
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
    assert.equal((await rootHash(sourceOf(hashes), size)).toString('hex'), root)
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
      assert.deepEqual(
        appended.rootHash,
        to === 0 ? createHash('sha256').digest() : tree.root(0, to),
      )
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

test('a proof is that of the RFC and holds, for every entry and every pair of sizes', async () => {
  const all = leaves(EXHAUSTIVE)
  const tree = naiveTree(all)
  const { kept } = appendLeaves(emptyFrontier, all)
  for (const size of [...Array(40).keys(), 63, 64, 65, 127, 128, 200, 255, 256, 257, EXHAUSTIVE]) {
    const source = sourceOf(all, kept)
    const root = await rootHash(source, size)
    assert.deepEqual(root, size === 0 ? createHash('sha256').digest() : tree.root(0, size))
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

test('what a batch keeps serves the proofs of a tree of 70,000, each from few reads', async () => {
  const all = leaves(70_000)
  const { kept, rootHash: wholeRoot } = appendLeaves(emptyFrontier, all)
  assert.equal(kept.length, 273 + 1)
  const { source, reads } = counted(sourceOf(all, kept))
  assert.deepEqual(await rootHash(source, all.length), wholeRoot)
  await fc.assert(
    fc.asyncProperty(fc.nat(all.length - 2), fc.nat(all.length - 2), async (a, b) => {
      const [from, to] = [Math.min(a, b) + 1, Math.max(a, b) + 2]
      await provesBoth(source, from, to, all[from])
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
  const alike: NodeSource = async (level, from, to) =>
    Array.from({ length: to - from }, () => byLevel[level] ?? leaf)
  const { source, reads } = counted(alike)
  const sizes = fc.integer({ min: 1, max: 2 ** 32 - 100 })
  await fc.assert(
    fc.asyncProperty(sizes, sizes, fc.integer({ min: 1, max: 70 }), async (a, b, count) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b) + 1]
      await provesBoth(source, from, to, leaf)
      const hashes = byLevel.filter((_, level) => Math.floor(to / 2 ** level) % 2 === 1).reverse()
      const appended = appendLeaves({ size: to, hashes }, Array(count).fill(leaf))
      const size = to + count
      assert.deepEqual(appended.rootHash, await rootHash(source, size))
      const index = to + (a % count)
      assert.deepEqual(appended.pathOf(index - to), await inclusionPath(source, index, size))
    }),
    { numRuns: 60 },
  )
  assertFew(reads)
})

async function provesBoth(
  source: NodeSource,
  from: number,
  to: number,
  leaf: Buffer = Buffer.of(),
) {
  const toRootHash = await rootHash(source, to)
  const inclusion = await inclusionPath(source, from, to)
  const index = from
  assert(
    verifyInclusion({ index, size: to, leafHash: leaf, path: inclusion, rootHash: toRootHash }),
  )
  const path = await consistencyPath(source, from, to)
  const fromRootHash = await rootHash(source, from)
  assert(verifyConsistency({ from, to, path, fromRootHash, toRootHash }))
}

const leaves = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, n) => leafHash(`leaf ${n}`))

const hexes = (hashes: readonly Buffer[]): string[] => hashes.map(hash => hash.toString('hex'))

const node = (left: Buffer = Buffer.of(), right: Buffer = Buffer.of()): Buffer =>
  createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest()

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

/** The frontier at each size up to that of the leaves, grown by one leaf at a time. */
function frontiers(hashes: readonly Buffer[]): Frontier[] {
  const grown = [emptyFrontier]
  for (const hash of hashes)
    grown.push(appendLeaves(grown.at(-1) ?? emptyFrontier, [hash]).frontier)
  return grown
}

/** RFC 9162 2.1 word for word: MTH, PATH and SUBPROOF over the leaves `from` ≤ index < `to`. */
function naiveTree(hashes: readonly Buffer[]) {
  const memo = new Map<string, Buffer>()
  const leaf = (n: number): Buffer => hashes[n] ?? assert.fail(`no leaf ${n}`)

  function root(from: number, to: number): Buffer {
    const key = `${from} ${to}`
    const known = memo.get(key)
    if (known !== undefined) return known
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
function sourceOf(hashes: readonly Buffer[], kept: readonly KeptHash[] = []): NodeSource {
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
