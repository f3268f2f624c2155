import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ClockBounds, narrow, offsetOf } from './clock-bounds.ts'

test('however slow the network, the true time is never outside of what is known', () => {
  const journey = fc.record({
    thereMs: fc.double({ min: 0, max: 3_000, noNaN: true }),
    backMs: fc.double({ min: 0, max: 3_000, noNaN: true }),
    pauseMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
    isPushed: fc.boolean(),
  })
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e12 }),
      fc.array(journey, { minLength: 1 }),
      (offset, all) => {
        let nowMs = 0
        let known: ClockBounds | null = null
        for (const { thereMs, backMs, pauseMs, isPushed } of all) {
          const askedAtMs = nowMs + pauseMs
          const serverTimeMs = Math.floor(askedAtMs + thereMs + offset)
          nowMs = askedAtMs + thereMs + backMs
          const heard = { serverTimeMs, heardAtMs: nowMs }
          known = narrow(known, isPushed ? heard : { ...heard, askedAtMs })
          if (known === null) continue
          assert.ok(known.lowMs <= offset + 0.01 && offset <= known.highMs + 0.01)
        }
      },
    ),
  )
})

test('one quick journey is enough for a countdown within 50 ms', () => {
  const slow = narrow(null, { serverTimeMs: 10_000, askedAtMs: 0, heardAtMs: 900 })
  assert.ok(slow)
  const known = narrow(slow, { serverTimeMs: 12_020, askedAtMs: 2_000, heardAtMs: 2_060 })
  assert.ok(known)
  assert.ok(Math.abs(offsetOf(known) - 9_990) <= 50, String(offsetOf(known)))
})

test('a clock that jumped is believed anew', () => {
  const before = narrow(null, { serverTimeMs: 10_000, askedAtMs: 0, heardAtMs: 20 })
  const after = narrow(before, { serverTimeMs: 99_000, askedAtMs: 1_000, heardAtMs: 1_020 })
  assert.deepEqual(after, { lowMs: 97_980, highMs: 98_001, atMs: 1_020 })
})
