import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Order } from '#contracts/orders.ts'
import { goodsName } from '#web/storefront/parts/goods-name.ts'
import { firstChoice, returnableLines } from './returnable-lines.ts'

const krw = (amountMinor: number) => ({ amountMinor, currency: 'KRW' })
const aLine = (skuId: string, quantity: number): Order['lines'][number] => ({
  ...{ skuId, productId: 'a-product', title: skuId, options: {}, quantity },
  ...{ unitPrice: krw(1), total: krw(quantity), returnedQuantity: 0 },
})
const aReturn = (state: 'requested' | 'completed', skuId: string, quantity: number) => ({
  ...{ returnId: 'a-return', state, lines: [{ skuId, quantity }], refund: krw(1) },
  requestedAtMs: 1,
})

test('what is on its way back, or is back, cannot be returned once more', () => {
  const order = {
    lines: [aLine('shirt', 3), aLine('shoes', 1), aLine('scarf', 1)],
    returns: [aReturn('requested', 'shirt', 1), aReturn('completed', 'shoes', 1)],
  }
  assert.deepEqual(
    returnableLines(order).map(({ skuId, left }) => [skuId, left]),
    [
      ['shirt', 2],
      ['scarf', 1],
    ],
  )
})

test('what goes back is named so that no other of its product has the name', () => {
  const mugs = ['red', 'blue'].map(colour => ({ ...aLine(colour, 1), title: 'Mug' }))
  const named = mugs.map(mug => goodsName({ ...mug, options: { colour: mug.skuId, size: 'L' } }))
  assert.deepEqual(named, ['Mug · red · L', 'Mug · blue · L'])
  assert.equal(goodsName({ title: 'Mug', options: {} }), 'Mug')
})

test('of several lines none is returned that was not chosen', () => {
  const left = returnableLines({ lines: [aLine('red', 2), aLine('blue', 1)], returns: [] })
  assert.deepEqual(firstChoice(left), { red: '0', blue: '0' })
  assert.deepEqual(firstChoice(left.slice(0, 1)), { red: '2' })
})
