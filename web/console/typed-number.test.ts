import assert from 'node:assert/strict'
import { test } from 'node:test'
import { priceText, typedPrice, whole } from './typed-number.ts'

test('a number is read as it was meant, or not at all', () => {
  for (const text of ['129000', '129,000', ' 129 000 ', '129_000']) {
    assert.equal(whole(text), 129_000, text)
  }
  for (const text of ['', '1.5', '1,5', '129000.00', '12,90,00', '1,', '-1', '1e3']) {
    assert.equal(whole(text), null, text)
  }
})

test('a price has the digits of its currency, and no others are guessed away', () => {
  assert.equal(typedPrice('129,000', 'KRW'), 129_000)
  for (const text of ['129000.00', '1.5', '129.000', '129000.', '1.2.3', 'much']) {
    assert.equal(typedPrice(text, 'KRW'), null, text)
  }
  assert.equal(typedPrice('129', 'USD'), 12_900)
  assert.equal(typedPrice('1,129.50', 'USD'), 112_950)
  for (const text of ['1.5', '1.505', '.50']) assert.equal(typedPrice(text, 'USD'), null, text)
})

test('a price that stands in a field is read as it was', () => {
  for (const currency of ['KRW', 'USD']) {
    for (const minor of [0, 5, 99, 12_950, 129_000]) {
      assert.equal(typedPrice(priceText(minor, currency), currency), minor)
    }
  }
})
