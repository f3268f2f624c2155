import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { decideRefresh } from './refresh-decision.ts'

const at = { nowMs: 100_000, graceMs: 10_000 }
const session = { generation: 7, rotatedAtMs: 95_000, graceUsed: false }
const token = { generation: 7, expiresAtMs: 200_000 }

suite('A refresh token', () => {
  test('of the present generation is rotated, until it expires', () => {
    assert.equal(decideRefresh(token, session, at), 'rotate')
    assert.equal(decideRefresh({ ...token, expiresAtMs: 100_000 }, session, at), 'expired')
  })

  test('of the generation before answers once more within ten seconds', () => {
    const before = { ...token, generation: 6 }
    assert.equal(decideRefresh(before, session, at), 'repeat')
    assert.equal(decideRefresh(before, { ...session, graceUsed: true }, at), 'reused')
    assert.equal(decideRefresh(before, { ...session, rotatedAtMs: 90_000 }, at), 'reused')
    assert.equal(decideRefresh(before, session, { ...at, graceMs: 0 }), 'reused')
  })

  test('of any older generation ends the session, at any time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(), (generation, nowMs) => {
        const decision = decideRefresh({ ...token, generation }, session, { ...at, nowMs })
        return decision === 'reused'
      }),
    )
  })
})
