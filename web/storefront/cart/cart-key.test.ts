import assert from 'node:assert/strict'
import { test } from 'node:test'
import { storage } from '#web/kit/browser-stand-in.ts'
import { keptKey } from '#web/kit/press-key.ts'
import { cartOrdering, endOrdering, lostOrdering } from './cart-key.ts'

const [vase, cup] = [
  { skuId: 'vase', quantity: 1 },
  { skuId: 'cup', quantity: 2 },
]

const cartKey = (items: Parameters<typeof cartOrdering>[0]) => keptKey(cartOrdering(items))

test('a cart is ordered once with what lies in it, and another cart is another order', () => {
  const first = cartKey([vase, cup])
  assert.equal(cartKey([cup, vase]), first, 'a reload and a second press')
  const second = cartKey([vase, { ...cup, quantity: 3 }])
  assert.notEqual(second, first)
  assert.notEqual(cartKey([vase, cup]), first, 'what was left behind does not come back')
})

test('an order that was answered is over, however like it the next one is', () => {
  const first = cartKey([vase])
  storage.setItem('press:pay:p', 'kept')
  endOrdering()
  assert.notEqual(cartKey([vase]), first)
  assert.equal(storage.getItem('press:pay:p'), 'kept')
})

test('an order whose answer was lost is found once its cart is empty, or another', () => {
  endOrdering()
  assert.equal(lostOrdering([]), null, 'nothing was ordered')
  const first = cartKey([vase, cup])
  assert.equal(lostOrdering([cup, vase]), null, 'the button is there to press again')
  for (const now of [[], [cup]]) assert.equal(keptKey(lostOrdering(now) ?? ''), first)
  endOrdering()
  assert.equal(lostOrdering([]), null)
})
