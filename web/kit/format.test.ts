import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatIn } from './format.ts'

test('a time of this year needs no year, one of another has it', () => {
  const now = new Date()
  const summer = (year: number) => new Date(year, 6, 7, 19, 30).getTime()
  for (const language of ['ko', 'en'] as const) {
    const { dateTime } = formatIn(language)
    assert.doesNotMatch(dateTime(summer(now.getFullYear())), /20\d\d/)
    assert.match(dateTime(summer(2024)), /2024.*19:30/)
  }
})
