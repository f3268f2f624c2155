import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordOfReturn } from './word-of-return.ts'

const krw = (amountMinor: number) => ({ amountMinor, currency: 'KRW' })
const aReturn = (state: 'requested' | 'completed', refundMinor: number) => ({
  ...{ returnId: 'a-return', state, lines: [], refund: krw(refundMinor), requestedAtMs: 1 },
})

test('no money is promised for a return whose money a merchant gave back before', () => {
  const refunded = krw(30_000)
  assert.equal(wordOfReturn(aReturn('requested', 0), { refunded }), 'returnRequestedPaid')
  assert.equal(wordOfReturn(aReturn('completed', 0), { refunded }), 'returnCompletedPaid')
  assert.equal(wordOfReturn(aReturn('requested', 5_000), { refunded }), 'returnRequested')
  assert.equal(wordOfReturn(aReturn('completed', 30_000), { refunded }), 'returnCompleted')
})
