import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toldLeftMs } from './told-left.ts'

test('who hears the page is told at five minutes and at one, and never of more than there was', () => {
  assert.equal(toldLeftMs(300_000, 600_000), 300_000)
  assert.equal(toldLeftMs(240_000, 600_000), null)
  assert.equal(toldLeftMs(59_000, 600_000), 60_000)
  assert.equal(toldLeftMs(19_000, 20_000), 20_000)
  assert.equal(toldLeftMs(0, 600_000), null)
})
