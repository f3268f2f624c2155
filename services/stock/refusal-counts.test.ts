import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryLive } from '#platform/live/live.memory.ts'
import { refusalCounts } from './refusal-counts.ts'

test('what several processes refused is counted together, each refusal once', () => {
  const live = memoryLive()
  const [one, other] = [
    refusalCounts({ live, name: 'one' }),
    refusalCounts({ live, name: 'other' }),
  ]
  one.count('a', 'sold_out')
  one.count('a', 'sold_out')
  one.tell('a')
  one.tell('a')
  other.count('a', 'sold_out')
  other.count('a', 'drop_paused')
  other.count('b', 'sold_out')
  other.tell('a')
  for (const counts of [one, other]) {
    assert.deepEqual(counts.of('a'), { sold_out: 3, drop_paused: 1 })
  }
  assert.deepEqual(other.of('b'), { sold_out: 1 })
})

test('of very many drops the first are forgotten', () => {
  const counts = refusalCounts({ live: memoryLive(), name: null })
  for (let drop = 0; drop <= 1_000; drop++) counts.count(String(drop), 'sold_out')
  assert.deepEqual([counts.of('0'), counts.of('1')], [{}, { sold_out: 1 }])
})
