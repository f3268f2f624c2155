import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backoffMs } from './backoff.ts'

test('what fails is tried again after one second, then rarer and rarer, and never given up', () => {
  const delays = [0, 1, 2, 5, 6, 7, 2_000].map(failures => backoffMs(failures, 60_000))
  assert.deepEqual(delays, [1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000])
})
