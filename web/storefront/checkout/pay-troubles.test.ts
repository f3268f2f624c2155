import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shownCode, wordOfDecline, wordOfLeaving } from './pay-troubles.ts'

test('too little money is told as that, by whichever provider’s word', () => {
  assert.equal(wordOfDecline('reject_card_payment'), 'insufficientFunds')
  assert.equal(wordOfDecline('insufficient_funds'), 'insufficientFunds')
  assert.equal(wordOfDecline('stolen_card'), 'declinedText')
  assert.equal(wordOfDecline(undefined), 'declinedText')
})

test('a window that was closed is told from one that failed', () => {
  assert.equal(wordOfLeaving('PAY_PROCESS_CANCELED'), 'closedWindow')
  assert.equal(wordOfLeaving('USER_CANCEL'), 'closedWindow')
  assert.equal(wordOfLeaving('PAY_PROCESS_ABORTED'), 'failedWindow')
})

test('what somebody wrote into the address is not shown', () => {
  assert.equal(shownCode('REJECT_CARD_COMPANY'), 'REJECT_CARD_COMPANY')
  assert.equal(shownCode('Call 02-123-4567 for a refund'), '?')
})
