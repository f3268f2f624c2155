import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tossRequest } from './toss-request.ts'

test('Toss is asked for what the shop entered, and leads back to the checkout either way', () => {
  const client = {
    ...{ clientKey: 'test_ck_1', orderId: 'payment-1', method: 'CARD' },
    ...{ amount: '129000', currency: 'KRW' },
  }
  const backUrl = 'https://shop.example/checkout/order-1'
  assert.deepEqual(tossRequest(client, { orderName: '첫'.repeat(200), backUrl }), {
    ...{ method: 'CARD', amount: { currency: 'KRW', value: 129_000 } },
    ...{ orderId: 'payment-1', orderName: '첫'.repeat(100) },
    ...{ successUrl: backUrl, failUrl: backUrl, windowTarget: 'self' },
  })
})
