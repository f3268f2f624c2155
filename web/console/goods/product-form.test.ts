import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  emptyProduct,
  fieldsOfProduct,
  readProductChange,
  readProductForm,
} from './product-form.ts'

const apron = { ...emptyProduct, title: ' Linen apron ' }

test('a product is priced in the currency that was chosen', () => {
  const priceOf = (price: string, currency: string) => {
    const read = readProductForm({ ...apron, price, currency })
    return read.is === 'right' ? read.product.price : read.faults
  }
  assert.deepEqual(priceOf('48,000원', 'KRW'), { amountMinor: 48_000, currency: 'KRW' })
  assert.deepEqual(priceOf('$48.50', 'USD'), { amountMinor: 4_850, currency: 'USD' })
  assert.deepEqual(priceOf('48.50', 'KRW'), { price: 'notAPrice' })
  assert.deepEqual(priceOf('0', 'USD'), { price: 'notAPrice' })
})

test('of a product only what was typed over is sent, and its price with its currency', () => {
  const known = {
    ...{ title: 'Apron', description: ' Linen ', category: null },
    price: { amountMinor: 4_850, currency: 'USD' },
  }
  const changeOf = (typed: Parameters<typeof readProductChange>[0]) => {
    const read = readProductChange(typed, known)
    return read.is === 'right' ? read.change : read.faults
  }
  const shown = fieldsOfProduct(known)
  assert.deepEqual(changeOf({ ...shown, title: ' Blue apron ' }), { title: 'Blue apron' })
  assert.deepEqual(changeOf({ description: '' }), { description: '' })
  assert.deepEqual(changeOf({ categoryId: 'c' }), { categoryId: 'c' })
  assert.deepEqual(changeOf({ price: '49' }), { price: { amountMinor: 4_900, currency: 'USD' } })
  assert.deepEqual(changeOf({ price: '49', currency: 'KRW' }), {
    price: { amountMinor: 49, currency: 'KRW' },
  })
  assert.deepEqual(changeOf({ currency: 'KRW' }), { price: 'notAPrice' })
})
