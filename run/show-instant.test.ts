import assert from 'node:assert/strict'
import { test } from 'node:test'
import { showInstant } from './show-instant.ts'

test('an instant is told as people write it, wherever the machine stands', () => {
  assert.equal(showInstant(Date.UTC(2026, 10, 21, 19, 45, 7)), '2026-11-21 19:45:07')
})
