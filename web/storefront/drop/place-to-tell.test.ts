import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeToTell } from './place-to-tell.ts'

test('a place in the line is told when one comes into it, at each half, and when one is next', () => {
  const told = new Set<number>()
  let last: number | null = null
  for (let place = 400; place >= 1; place--) {
    last = placeToTell(last, place)
    told.add(last)
  }
  assert.deepEqual([...told], [400, 200, 100, 50, 25, 12, 6, 3, 1])
})

test('who leaves the line and joins it anew is told the new place, though it is further back', () => {
  assert.equal(placeToTell(3, 8), 8)
})
