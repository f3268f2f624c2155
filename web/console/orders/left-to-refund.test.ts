import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Payment } from '#contracts/payments.ts'
import { leftToRefund } from './left-to-refund.ts'

const krw = (amountMinor: number) => ({ amountMinor, currency: 'KRW' })
const aPayment = (state: Payment['state'], ...refunds: number[]): Payment => ({
  ...{ paymentId: 'p', orderId: 'o', state, method: 'card', provider: 'simulator' },
  ...{ amount: krw(1_000), refunded: krw(0), createdAtMs: 0 },
  refunds: refunds.map(amount => ({
    ...{ refundId: 'r', paymentId: 'p', amount: krw(amount), reason: '' },
    ...{ state: 'requested', requestedAtMs: 0 },
  })),
})

test('no more is offered to be given back than was taken and has not gone back', () => {
  assert.equal(leftToRefund(aPayment('captured')), 1_000)
  assert.equal(leftToRefund(aPayment('partially_refunded', 300, 200)), 500)
  assert.equal(leftToRefund(aPayment('declined')), 0)
  assert.equal(leftToRefund(aPayment('refunded', 1_000)), 0)
})
