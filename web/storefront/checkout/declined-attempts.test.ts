import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Payment } from '#contracts/payments.ts'
import { declinedSince } from './use-declined-attempts.ts'

const payment = (paymentId: string, state: Payment['state']) => ({ paymentId, state })

test('a payment that was pending and is declined may be asked for anew', () => {
  const [pending, declined] = [payment('p', 'confirming'), payment('p', 'declined')]
  assert.deepEqual(declinedSince([pending], [declined]), ['p'])
  assert.deepEqual(declinedSince([], [declined]), ['p'], 'after a reload')
})

test('an attempt that is not decided keeps its key', () => {
  const [pending, declined] = [payment('p', 'confirming'), payment('p', 'declined')]
  assert.deepEqual(declinedSince([], [pending]), [])
  assert.deepEqual(declinedSince([declined], [declined]), [], 'it is being asked for again')
  assert.deepEqual(declinedSince([declined, pending], [payment('q', 'captured')]), [])
})
