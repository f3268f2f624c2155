import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDecided } from './refusal.ts'

const refusal = (refused: string, status: number) => ({ refused, status, details: {} })

test('an act is over when the shop has said so, and not when it failed to say anything', () => {
  assert.equal(isDecided({ orderId: 'o' }), true)
  assert.equal(isDecided(refusal('sold_out', 409)), true)
  assert.equal(isDecided(refusal('email_unverified', 403)), true)
  assert.equal(isDecided(refusal('internal', 500)), false)
  assert.equal(isDecided(refusal('try_again', 503)), false)
  assert.equal(isDecided(refusal('rate_limited', 429)), false)
  assert.equal(isDecided(refusal('unreachable', 0)), false)
  assert.equal(isDecided(refusal('token_expired', 401)), false)
})
