import assert from 'node:assert/strict'
import { test } from 'node:test'
import { branchesOf, possibleParents } from './category-branches.ts'

const of = (categoryId: string, parentId: string | null) => ({
  ...{ categoryId, parentId, name: categoryId },
})
const tree = [of('shoes', 'wear'), of('home', null), of('wear', null), of('boots', 'shoes')]

test('categories stand under their parents, by name', () => {
  assert.deepEqual(
    branchesOf(tree).map(({ category, depth }) => `${depth} ${category.name}`),
    ['0 home', '0 wear', '1 shoes', '2 boots'],
  )
})

test('a category is never offered a place below itself', () => {
  const places = (id: string) => possibleParents(tree, id).map(({ category }) => category.name)
  assert.deepEqual(places('wear'), ['home'])
  assert.deepEqual(places('shoes'), ['home', 'wear'])
  assert.deepEqual(places('home'), ['wear', 'shoes', 'boots'])
})
