import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatIn } from './format.ts'

test('a span is told as it is, and one of seconds is no minute', () => {
  const told = (spanMs: number) => [formatIn('ko').span(spanMs), formatIn('en').span(spanMs)]
  assert.deepEqual(told(600_000), ['10분', '10 minutes'])
  assert.deepEqual(told(60_000), ['1분', '1 minute'])
  assert.deepEqual(told(20_000), ['20초', '20 seconds'])
  assert.deepEqual(told(90_000), ['1분 30초', '1 minute 30 seconds'])
  assert.deepEqual(told(86_400_000), ['24시간', '24 hours'])
  assert.deepEqual(told(400), ['1초', '1 second'])
})

test('a time of this year needs no year, one of another has it', () => {
  const now = new Date()
  const summer = (year: number) => new Date(year, 6, 7, 19, 30).getTime()
  for (const language of ['ko', 'en'] as const) {
    const { dateTime } = formatIn(language)
    assert.doesNotMatch(dateTime(summer(now.getFullYear())), /20\d\d/)
    assert.match(dateTime(summer(2024)), /2024.*19:30/)
  }
})
