import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Branch, mayHangBelow, withDescendants } from './category-tree.ts'

/** A tree in which each hangs below an earlier one, or below none. */
const aTree = fc.array(fc.option(fc.nat(50)), { minLength: 1, maxLength: 12 }).map(parents =>
  parents.map((parent, at): Branch => {
    const parentId = parent === null || at === 0 ? null : `c${parent % at}`
    return { categoryId: `c${at}`, parentId }
  }),
)

/** Whether a way up from the category leads to the other; the long way, for comparison. */
function leadsUpTo(tree: readonly Branch[], categoryId: string, toId: string): boolean {
  let at: string | null = categoryId
  for (let steps = 0; at !== null && steps <= tree.length; steps++) {
    if (at === toId) return true
    at = tree.find(branch => branch.categoryId === at)?.parentId ?? null
  }
  return false
}

test('a category shows what is in it and in every category below it', () => {
  fc.assert(
    fc.property(aTree, fc.nat(11), (tree, at) => {
      const categoryId = tree[at % tree.length]?.categoryId ?? ''
      const expected = tree.map(branch => branch.categoryId)
      assert.deepEqual(
        withDescendants(tree, categoryId).sort(),
        expected.filter(id => leadsUpTo(tree, id, categoryId)).sort(),
      )
    }),
  )
})

test('however categories are moved, each has a way up to the top', () => {
  const moves = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 })
  fc.assert(
    fc.property(aTree, moves, (first, moves) => {
      let tree = first
      for (const [what, where] of moves) {
        const categoryId = `c${what % tree.length}`
        const parentId = `c${where % tree.length}`
        if (!mayHangBelow(tree, categoryId, parentId)) continue
        tree = tree.map(b => (b.categoryId === categoryId ? { categoryId, parentId } : b))
      }
      const tops = tree.filter(branch => branch.parentId === null).map(b => b.categoryId)
      for (const { categoryId } of tree) {
        assert.ok(tops.some(top => leadsUpTo(tree, categoryId, top)))
      }
    }),
  )
})

test('a category hangs below none that does not exist', () => {
  assert.equal(mayHangBelow([{ categoryId: 'a', parentId: null }], 'a', 'b'), false)
  assert.deepEqual(withDescendants([], 'a'), [])
})
