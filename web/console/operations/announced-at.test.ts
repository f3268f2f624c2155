import assert from 'node:assert/strict'
import { test } from 'node:test'
import { announcedAt } from './announced-at.ts'

test('a letter that nobody could read is of no known instant, and not of 1970', () => {
  assert.equal(announcedAt({ announcedAtMs: 0 }), null)
  assert.equal(announcedAt({ announcedAtMs: 1_795_352_249_428 }), 1_795_352_249_428)
})
