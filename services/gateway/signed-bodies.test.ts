import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paymentsApi } from '#contracts/payments.ts'
import type { Door } from './door.ts'
import { openGatewayUnderTest } from './gateway-under-test.ts'

/** A gateway before payments that take every message, and what was given to them. */
async function openWebhookGateway() {
  const { receiveWebhook } = paymentsApi
  const payments: Door = { name: 'payments', api: { receiveWebhook }, calls: {} }
  const shop = await openGatewayUnderTest({ doors: [payments] })
  shop.answerWith(() => ({ received: true }))
  function send(path: string, body: string, headers: Record<string, string> = {}) {
    const url = `${shop.url}/api/payments/webhooks/${path}`
    return fetch(url, { method: 'POST', body, headers })
  }
  return { shop, send }
}

test('a message is given on as the very text that came, with its signature beside it', async () => {
  const { shop, send } = await openWebhookGateway()
  await using _shop = shop
  const body = '{ "id" : "evt_1",\n"__proto__": 1, "amount": 1.50, "name":"\u00e9" }'
  const signature = 't=1,v1=00'
  const types = ['application/json', 'application/json; charset=utf-8', 'text/plain']
  for (const type of types) {
    const headers = { 'content-type': type, 'stripe-signature': signature }
    const answer = await send('stripe', body, headers)
    assert.deepEqual([answer.status, await answer.json()], [200, { received: true }])
  }
  await send('toss?source=console&retry=1', body)
  const [first, ...others] = shop.asked.map(({ input }) => input)
  assert.deepEqual(first, { provider: 'stripe', body, signature })
  assert.deepEqual(others, [first, first, { provider: 'toss', body }])
})

test('a message of an unknown provider, or too long, is refused', async () => {
  const { shop, send } = await openWebhookGateway()
  await using _shop = shop
  const answers = [
    await send('paypal', '{}'),
    await send('stripe', 'x'.repeat(65_537)),
    await send('stripe', '{}', { 'stripe-signature': 'x'.repeat(2_001) }),
  ]
  assert.deepEqual(
    answers.map(({ status }) => status),
    [404, 413, 422],
  )
  assert.equal(shop.asked.length, 0)
})
