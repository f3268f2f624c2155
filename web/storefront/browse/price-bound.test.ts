import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundText, readBound } from './price-bound.ts'

test('a bound of the price is typed as prices are written, and asked for in the smallest unit', () => {
  assert.equal(readBound('50,000', 'KRW'), '50000')
  assert.equal(readBound('99', 'USD'), '9900')
  assert.equal(readBound(' $123.45', 'USD'), '12345')
  assert.equal(readBound(' ', 'USD'), '')
  for (const text of ['cheap', '10.', '-1']) assert.equal(readBound(text, 'USD'), null, text)
})

test('a bound of the address stands in its field as it could have been typed', () => {
  assert.equal(boundText('', 'USD'), '')
  for (const [value, currency, text] of [
    ['50000', 'KRW', '50000'],
    ['9900', 'USD', '99.00'],
  ] as const) {
    assert.equal(boundText(value, currency), text)
    assert.equal(readBound(text, currency), value)
  }
})
