import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { holdsByAge, toldBy, untold } from './drop-story.ts'

const dropId = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000'
const entry = (index: number, kind: LedgerEntry['kind'], atMs: number, position?: number) => ({
  ...{ index, dropId, kind, atMs, quantity: 1 },
  ...(position !== undefined && { position }),
})

test('what is held is counted by its age, and what was paid or let go is not', () => {
  const first = toldBy(untold, [
    entry(0, 'planned', 0),
    entry(1, 'reserved', 1_000, 1),
    entry(2, 'reserved', 1_000, 2),
    entry(3, 'reserved', 9_000, 3),
  ])
  const story = toldBy(first, [
    entry(4, 'committed', 9_500, 1),
    entry(5, 'expired', 9_600, 2),
    entry(6, 'offered', 9_600, 4),
    entry(7, 'joined', 9_700),
  ])
  assert.equal(story.seen, 7)
  assert.deepEqual([story.granted.length, story.paid], [4, [9_500]])
  assert.deepEqual(holdsByAge(story, { nowMs: 11_600, holdMs: 8_000 }), [0, 2, 0, 0, 0])
  assert.deepEqual(holdsByAge(first, { nowMs: 9_000, holdMs: 8_000 }), [1, 0, 0, 0, 2])
})
