import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyProduct, readProductForm } from './product-form.ts'

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
