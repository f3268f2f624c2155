import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { replayWindow, WIDTH } from './replay-window.ts'

suite('A message between services is taken once', () => {
  test('whatever the order in which copies arrive', () => {
    const near = fc.integer({ min: 1, max: 3 * WIDTH })
    const arrivals = fc.array(fc.oneof(near, fc.integer({ min: 1, max: 40 })), { maxLength: 300 })
    fc.assert(
      fc.property(arrivals, sequences => {
        const window = replayWindow()
        const taken = sequences.filter(sequence => window.take(sequence))
        assert.equal(new Set(taken).size, taken.length, 'none was taken twice')
      }),
    )
  })

  test('and one that is merely late is taken, as long as it is not very late', () => {
    fc.assert(
      fc.property(fc.integer({ min: WIDTH, max: 1e9 }), fc.nat(WIDTH - 1), (newest, late) => {
        const window = replayWindow()
        assert.equal(window.take(newest), true)
        assert.equal(window.take(newest - late), late > 0 && newest - late > 0)
        assert.equal(window.take(newest - late), false)
        assert.equal(window.take(newest - WIDTH), false)
        assert.equal(window.take(newest + 1), true)
      }),
    )
  })

  test('and what is no number of a sequence is never taken', () => {
    const window = replayWindow()
    for (const wrong of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      assert.equal(window.take(wrong), false)
    }
  })
})
