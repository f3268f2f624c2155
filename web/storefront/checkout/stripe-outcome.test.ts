import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripeOutcome } from './stripe-outcome.ts'

test('what the bank holds is agreed to, also where another tab was quicker', () => {
  const authorized = { is: 'authorized' }
  assert.deepEqual(stripeOutcome({ paymentIntent: { status: 'requires_capture' } }), authorized)
  const before = { type: 'invalid_request_error', code: 'payment_intent_unexpected_state' }
  const held = { ...before, payment_intent: { status: 'requires_capture' } }
  assert.deepEqual(stripeOutcome({ error: held }), authorized)
  const cancelled = { ...before, payment_intent: { status: 'canceled' } }
  assert.deepEqual(stripeOutcome({ error: cancelled }), { is: 'left', code: before.code })
})

test('a card that was refused is told by the bank’s word, a field that is empty by the field', () => {
  const card = { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' }
  assert.deepEqual(stripeOutcome({ error: card }), {
    ...{ is: 'declined', declineCode: 'insufficient_funds' },
  })
  assert.deepEqual(stripeOutcome({ error: { type: 'validation_error' } }), { is: 'incomplete' })
  assert.deepEqual(stripeOutcome({ error: { type: 'api_error' } }), {
    ...{ is: 'left', code: 'api_error' },
  })
})
