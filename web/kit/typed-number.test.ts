import assert from 'node:assert/strict'
import { test } from 'node:test'
import { priceExample, priceText, typedPrice, whole } from './typed-number.ts'

test('a number is read as it was meant, or not at all', () => {
  for (const text of ['129000', '129,000', ' 129 000 ', '129_000', '１２９，０００']) {
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
  assert.equal(typedPrice('10.5', 'USD'), 1_050)
  assert.equal(typedPrice('.99', 'USD'), 99)
  assert.equal(typedPrice('$.5', 'USD'), 50)
  for (const text of ['1.505', '1.', '.', '', '1.5e', '1,5']) {
    assert.equal(typedPrice(text, 'USD'), null, text)
  }
})

test('a price that was pasted may bear the sign of its currency, and of no other', () => {
  for (const text of [
    '₩12,500',
    '￦ 12,500',
    '12,500원',
    '１２，５００원',
    'KRW 12500',
    '12500 won',
  ]) {
    assert.equal(typedPrice(text, 'KRW'), 12_500, text)
  }
  for (const text of ['$12.50', 'US$12.50', '12.50 USD', '12.50달러', '＄１２．５０']) {
    assert.equal(typedPrice(text, 'USD'), 1_250, text)
  }
  assert.equal(typedPrice('€1,250.00', 'EUR'), 125_000)
  for (const text of ['$12,500', '12,500 USD', '₩', '원', '₩₩1', '12,500원짜리', '-₩5']) {
    assert.equal(typedPrice(text, 'KRW'), null, text)
  }
  assert.equal(typedPrice('12,500원', 'USD'), null)
})

test('an example of a price is one that is read', () => {
  assert.deepEqual([priceExample('KRW'), priceExample('USD')], ['129,000', '129.00'])
  for (const currency of ['KRW', 'USD', 'JPY']) {
    assert.notEqual(typedPrice(priceExample(currency), currency), null)
  }
})

test('a price that stands in a field is read as it was', () => {
  for (const currency of ['KRW', 'USD']) {
    for (const minor of [0, 5, 99, 12_950, 129_000]) {
      assert.equal(typedPrice(priceText(minor, currency), currency), minor)
    }
  }
})
