import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordOfOwnReason } from './refund-reason.ts'

test('why the shop itself gave money back has words of the reader’s language; what a merchant wrote stays', () => {
  assert.equal(wordOfOwnReason('Goods were returned.'), 'goodsReturned')
  assert.equal(wordOfOwnReason('broken in transit'), null)
  assert.equal(wordOfOwnReason('toString'), null)
})
