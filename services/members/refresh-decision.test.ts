import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { decideRefresh } from './refresh-decision.ts'

const at = { nowMs: 100_000, graceMs: 10_000 }
const session = { generation: 7, rotatedAtMs: 95_000, spentTokenHash: 'spent', graceUsed: false }
const token = { tokenHash: 'present', generation: 7, expiresAtMs: 200_000 }
const spent = { ...token, tokenHash: 'spent', generation: 6 }

suite('A refresh token', () => {
  test('of the present generation is rotated, until it expires', () => {
    assert.equal(decideRefresh(token, session, at), 'rotate')
    assert.equal(decideRefresh({ ...token, expiresAtMs: 100_000 }, session, at), 'expired')
  })

  test('that was spent last answers once more within ten seconds', () => {
    assert.equal(decideRefresh(spent, session, at), 'repeat')
    assert.equal(decideRefresh(spent, { ...session, graceUsed: true }, at), 'reused')
    assert.equal(decideRefresh(spent, { ...session, rotatedAtMs: 90_000 }, at), 'reused')
    assert.equal(decideRefresh(spent, session, { ...at, graceMs: 0 }), 'reused')
  })

  test('of any older generation, or beside the one that was spent, ends the session', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(), (generation, nowMs) => {
        const decision = decideRefresh({ ...token, generation }, session, { ...at, nowMs })
        return decision === 'reused'
      }),
    )
  })
})
