import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cart } from '#contracts/cart.ts'
import type { Refusal } from '#web/kit/refusal.ts'
import { putBack } from './put-back.ts'

const krw = (amountMinor: number) => ({ amountMinor, currency: 'KRW' })
const refusal = (refused: string): Refusal => ({ refused, status: 409, details: {} })

/** A cart with so many of each SKU, which refuses those that are named. */
function aCart(units: Readonly<Record<string, number>>, refuses: Readonly<Record<string, string>>) {
  const lies = new Map(Object.entries(units))
  const cartNow = (): Cart => ({
    items: [...lies].map(([skuId, quantity]) => ({
      ...{ skuId, productId: skuId, title: skuId, options: {}, quantity, available: 9 },
      ...{ unitPrice: krw(1), total: krw(quantity) },
    })),
    ...{ total: krw(0), totals: [] },
  })
  async function put({ skuId, quantity }: { readonly skuId: string; readonly quantity: number }) {
    const refused = refuses[skuId]
    if (refused !== undefined) return refusal(refused)
    lies.set(skuId, quantity)
    return cartNow()
  }
  return { lies, again: () => putBack({ cart: cartNow(), put }, lines) }
}

const lines = [
  { skuId: 'mug', quantity: 2 },
  { skuId: 'cap', quantity: 1 },
]

test('the lines of an order that ran out are back in the cart, once, and what lies there stays', async () => {
  const { lies, again } = aCart({ cap: 3, scarf: 1 }, {})
  for (const press of [1, 2]) {
    assert.deepEqual(await again(), { outcome: 'back', missed: [] }, `press ${press}`)
    assert.deepEqual(Object.fromEntries(lies), { cap: 3, scarf: 1, mug: 2 })
  }
})

test('what has left the shop is told, and does not keep the others from coming back', async () => {
  const { lies, again } = aCart({}, { mug: 'not_found' })
  assert.deepEqual(await again(), { outcome: 'back', missed: [lines[0]] })
  assert.deepEqual(Object.fromEntries(lies), { cap: 1 })
})

test('a shop that does not answer is told as such', async () => {
  const { again } = aCart({}, { cap: 'unreachable' })
  assert.deepEqual(await again(), { outcome: 'refused', refusal: refusal('unreachable') })
})
