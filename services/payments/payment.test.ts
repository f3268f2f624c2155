import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  answerTo,
  confirmability,
  type PaymentStep,
  paymentStates,
  paymentTransitions,
  recoveryStep,
  retryDelayMs,
  stateAfter,
  statesBefore,
  stepOfRefund,
} from './payment.ts'

const steps = [
  ...new Set(Object.values(paymentTransitions).flatMap(of => Object.keys(of))),
] as PaymentStep[]

test('money is taken only by a payment that is being confirmed', () => {
  assert.deepEqual(statesBefore('capture'), ['confirming'])
  assert.deepEqual(statesBefore('decline'), ['confirming'])
  assert.deepEqual(statesBefore('void'), ['confirming'])
})

test('money goes back only from what was captured', () => {
  assert.deepEqual(statesBefore('refundPart'), ['captured', 'partially_refunded'])
  assert.deepEqual(statesBefore('refundRest'), statesBefore('refundPart'))
})

test('a payment once captured never becomes unpaid again, whatever is done to it', () => {
  const paid = ['captured', 'partially_refunded', 'refunded']
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 60 }), walk => {
      let state: (typeof paymentStates)[number] = 'ready'
      let everCaptured = false
      for (const step of walk) {
        state = stateAfter(state, step) ?? state
        everCaptured ||= state === 'captured'
        assert.equal(paid.includes(state), everCaptured)
      }
    }),
  )
})

test('voided and refunded are final', () => {
  for (const step of steps) {
    assert.equal(stateAfter('voided', step), null)
    assert.equal(stateAfter('refunded', step), null)
  }
})

test('each state has one answer to another confirmation', () => {
  const answers = Object.fromEntries(paymentStates.map(state => [state, confirmability(state)]))
  assert.deepEqual(answers, {
    ready: 'confirmable',
    confirming: 'in_flight',
    declined: 'confirmable',
    voided: 'voided',
    captured: 'captured',
    partially_refunded: 'captured',
    refunded: 'captured',
  })
})

test('a key is told its own outcome, also when a later attempt has another', () => {
  const paymentId = 'p'
  const told = (state: (typeof paymentStates)[number], attempt: number, code: string | null) =>
    answerTo({ paymentId, state, attempt: 2, confirmed: { attempt, declineCode: code } })
  assert.deepEqual(told('confirming', 2, null), { paymentId, state: 'pending' })
  assert.deepEqual(told('captured', 2, null), { paymentId, state: 'captured' })
  assert.deepEqual(told('refunded', 2, null), { paymentId, state: 'captured' })
  const declined = { paymentId, state: 'declined', declineCode: 'no' }
  for (const state of ['ready', 'confirming', 'captured', 'declined'] as const) {
    assert.deepEqual(told(state, 1, 'no'), declined)
  }
})

test('a lost answer is never taken for a decline', () => {
  assert.equal(recoveryStep('pinned', 'unknown'), 'wait')
  assert.equal(recoveryStep('refused', 'unknown'), 'wait')
  assert.equal(recoveryStep('pinned', 'not_found'), 'capture')
  for (const found of ['captured', 'declined', 'voided'] as const) {
    assert.equal(recoveryStep('pinned', found), 'settle')
    assert.equal(recoveryStep('refused', found), 'settle')
  }
})

test('without a unit behind it no money is asked for: the key is barred', () => {
  assert.equal(recoveryStep('refused', 'not_found'), 'void')
})

test('refunds that stay within what is left end exactly at the whole', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 10_000 }), { maxLength: 20 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30_000 }), amounts, (amountMinor, asked) => {
      let refundedMinor = 0
      let state: (typeof paymentStates)[number] = 'captured'
      for (const minor of asked) {
        if (refundedMinor + minor > amountMinor) continue
        refundedMinor += minor
        const step = stepOfRefund({ amountMinor, refundedMinor })
        state = stateAfter(state, step) ?? assert.fail(`no refund from ${state}`)
        assert.equal(state === 'refunded', refundedMinor === amountMinor)
      }
    }),
  )
})

test('questions without an answer are put again, ever more seldom, but at least each minute', () => {
  const delays = Array.from({ length: 40 }, (_, tries) => retryDelayMs(tries))
  assert.deepEqual(delays.slice(0, 4), [1_000, 2_000, 4_000, 8_000])
  assert.ok(delays.every((delay, at) => delay >= (delays[at - 1] ?? 0) && delay <= 60_000))
  assert.equal(delays.at(-1), 60_000)
})
