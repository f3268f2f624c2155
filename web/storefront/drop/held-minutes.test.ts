import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fill } from '#web/kit/phrase.ts'
import { words } from '#web/storefront/words/drop.en.ts'
import { heldMinutes } from './held-minutes.ts'

test('a hold of a minute is said in the singular, and one of seconds is never none', () => {
  const told = (holdMs: number) => fill(words.held, { count: heldMinutes(holdMs) }, 'en')
  assert.equal(told(20_000), 'Held for 1 minute after you press')
  assert.equal(told(60_000), 'Held for 1 minute after you press')
  assert.equal(told(600_000), 'Held for 10 minutes after you press')
  for (const phrase of [words.lineText, words.how2]) {
    assert.match(fill(phrase, { count: heldMinutes(1_000) }, 'en'), / 1 minute\./)
  }
})
