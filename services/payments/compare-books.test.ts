import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { money } from '#contracts/money.ts'
import type { PaymentState } from '#contracts/payments.ts'
import { type Books, differencesOf, meanings } from './compare-books.ts'
import { paymentStates } from './payment.ts'
import type { Statement } from './payment-provider.ts'

const books = (state: PaymentState, requested = 0, refunded = 0): Books => ({
  ...{ state, amount: money(19_900, 'KRW') },
  ...{ refundRequestedMinor: requested, refundedMinor: refunded },
})
const captured = (capturedMinor: number, refundedMinor = 0): Statement => ({
  ...{ outcome: 'captured', captured: money(capturedMinor, 'KRW') },
  refunded: money(refundedMinor, 'KRW'),
})
const kindsOf = (ours: Books, theirs: Statement) =>
  differencesOf(ours, theirs).map(({ kind, expectedMinor, foundMinor }) => [
    ...[kind, expectedMinor, foundMinor],
  ])

test('each difference has its name, what is expected and what was found', () => {
  const nothing: Statement = { outcome: 'not_captured' }
  assert.deepEqual(kindsOf(books('captured'), nothing), [['capture_missing', 19_900, 0]])
  for (const state of ['ready', 'declined', 'voided'] as const) {
    assert.deepEqual(kindsOf(books(state), captured(19_900)), [['capture_unknown', 0, 19_900]])
    assert.deepEqual(kindsOf(books(state), captured(19_900, 19_900)), [])
    assert.deepEqual(kindsOf(books(state), nothing), [])
  }
  assert.deepEqual(kindsOf(books('captured'), captured(100)), [['amount_differs', 19_900, 100]])
  assert.deepEqual(kindsOf(books('partially_refunded', 5_000, 5_000), captured(19_900)), [
    ['refund_missing', 5_000, 0],
  ])
  assert.deepEqual(kindsOf(books('captured'), captured(19_900, 7_000)), [
    ['refund_unknown', 0, 7_000],
  ])
  assert.deepEqual(kindsOf(books('captured'), { outcome: 'unknown' }), [
    ['not_compared', null, null],
  ])
})

test('what is on its way is no difference', () => {
  assert.deepEqual(kindsOf(books('confirming'), captured(19_900)), [])
  for (const given of [0, 5_000]) {
    assert.deepEqual(kindsOf(books('captured', 5_000, 0), captured(19_900, given)), [])
  }
})

test('books that agree have no difference, and those that do not have one with a meaning', () => {
  const amount = fc.integer({ min: 0, max: 19_900 })
  fc.assert(
    fc.property(fc.constantFrom(...paymentStates), amount, amount, amount, (state, a, b, found) => {
      const [refunded, requested] = [Math.min(a, b), Math.max(a, b)]
      const isTaken = ['captured', 'partially_refunded', 'refunded'].includes(state)
      const found_ = differencesOf(books(state, requested, refunded), captured(19_900, found))
      const agrees = isTaken ? refunded <= found && found <= requested : found === 19_900
      assert.equal(found_.length, state === 'confirming' || agrees ? 0 : 1)
      for (const { kind } of found_) assert.ok(meanings[kind].length > 20)
    }),
  )
})
