import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spanText } from './span-text.ts'

const quarters = (holdMs: number, spoken: 'ko' | 'en') =>
  [1, 2, 3, 4].map(quarter => spanText((holdMs * quarter) / 4, holdMs / 4, spoken))

test('a span is told in one unit, as people say it, and is no time of the day', () => {
  assert.deepEqual(quarters(600_000, 'ko'), ['2.5분', '5분', '7.5분', '10분'])
  assert.deepEqual(quarters(3_600_000, 'en'), ['15 mins', '30 mins', '45 mins', '60 mins'])
  assert.deepEqual(quarters(86_400_000, 'ko'), ['6시간', '12시간', '18시간', '24시간'])
  assert.deepEqual(quarters(1_000, 'en'), ['0.3 secs', '0.5 secs', '0.8 secs', '1 sec'])
})
