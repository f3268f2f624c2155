import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPages } from './read-pages.ts'

/** A list of so many numbers, three on a page. */
const listOf = (count: number) => async (cursor: string | null) => {
  const from = Number(cursor ?? 0)
  const items = [from, from + 1, from + 2].filter(number => number < count)
  return { items, nextCursor: from + 3 < count ? String(from + 3) : null }
}

test('all rows of a list are read, and where there are more than the limit that is told', async () => {
  assert.deepEqual(await readPages(listOf(7), 7), { rows: [0, 1, 2, 3, 4, 5, 6], isWhole: true })
  assert.deepEqual(await readPages(listOf(7), 6), { rows: [0, 1, 2, 3, 4, 5], isWhole: false })
  assert.deepEqual(await readPages(listOf(7), 5), { rows: [0, 1, 2, 3, 4], isWhole: false })
  assert.deepEqual(await readPages(listOf(6), 6), { rows: [0, 1, 2, 3, 4, 5], isWhole: true })
  assert.deepEqual(await readPages(listOf(0), 6), { rows: [], isWhole: true })
})
