import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BoardCount, MOST_POINTS, rateOf, withCount } from './board-numbers.ts'

const count = (atMs: number, requests = 0): BoardCount => ({
  ...{ atMs, requests, granted: 0, paid: 0, refusals: {} },
})

test('a board that hangs for long keeps its first count and its last, and not too many', () => {
  let counts: readonly BoardCount[] = []
  for (let at = 0; at <= 5_000; at++) counts = withCount(counts, count(at))
  assert.ok(counts.length <= MOST_POINTS + 1)
  assert.ok((counts[0]?.atMs ?? 99) < 64)
  assert.equal(counts.at(-1)?.atMs, 5_000)
})

test('a count that comes late is not put behind a newer one', () => {
  assert.deepEqual(withCount([count(5)], count(4)), [count(5)])
})

test('the rate is that of the last seconds, and none without a second count', () => {
  const requests = ({ requests }: BoardCount) => requests
  assert.equal(rateOf([count(1)], requests), 0)
  assert.equal(rateOf([count(0, 0), count(50_000, 100), count(52_000, 300)], requests), 100)
})
