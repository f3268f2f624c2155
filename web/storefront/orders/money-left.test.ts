import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moneyLeft, wordOfCancelling } from './money-left.ts'

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' })

const paid = (refundedMinor: number) => ({
  ...{ state: 'paid' as const, total: usd(1_998), refunded: usd(refundedMinor) },
})

test('cancelling promises no more money than is left of what was paid', () => {
  const told = [paid(0), paid(500), paid(1_998)].map(order => [
    ...[wordOfCancelling(order), moneyLeft(order).amountMinor],
  ])
  assert.deepEqual(told, [
    ['cancelPaidText', 1_998],
    ['cancelLeftText', 1_498],
    ['cancelNothingText', 0],
  ])
})

test('cancelling what nobody has paid speaks of no money', () => {
  const unpaid = { ...paid(0), state: 'awaiting_payment' as const }
  assert.equal(wordOfCancelling(unpaid), 'cancelUnpaidText')
})
