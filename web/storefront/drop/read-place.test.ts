import assert from 'node:assert/strict'
import { test } from 'node:test'
import '#web/kit/browser-stand-in.ts'

// After the stand-in, which says where the shop's addresses are.
const { placeAskedEveryMs } = await import('./read-place.ts')

test('who stands too far behind to be told of a move asks for the place now and then', () => {
  const at = (place: number) => ({ place, ahead: place - 1, quantity: 1 })
  assert.equal(placeAskedEveryMs({ ...at(2_001), state: 'waiting' }), 10_000)
  assert.equal(placeAskedEveryMs({ ...at(2_000), state: 'waiting' }), false)
  assert.equal(placeAskedEveryMs({ ...at(2_001), state: 'passed' }), false)
  assert.equal(placeAskedEveryMs(null), false)
  assert.equal(placeAskedEveryMs(undefined), false)
})
