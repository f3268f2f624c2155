import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOfReturn } from './lines-of-return.ts'

const krw = (amountMinor: number) => ({ amountMinor, currency: 'KRW' })

const aLine = (colour: string, quantity: number) => ({
  ...{ skuId: colour, productId: 'mug', title: 'Return Mug', options: { colour }, quantity },
  ...{ unitPrice: krw(1), total: krw(quantity), returnedQuantity: 0 },
})

test('of two colours a return tells which one goes back, and how many', () => {
  const order = { lines: [aLine('red', 3), aLine('blue', 1)] }
  const back = [
    { skuId: 'blue', quantity: 1 },
    { skuId: 'red', quantity: 2 },
  ]
  assert.deepEqual(linesOfReturn({ lines: back }, order), [
    { skuId: 'blue', title: 'Return Mug', options: { colour: 'blue' }, quantity: 1 },
    { skuId: 'red', title: 'Return Mug', options: { colour: 'red' }, quantity: 2 },
  ])
})
