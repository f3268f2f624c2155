import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Order } from '#contracts/orders.ts'
import type { Payment } from '#contracts/payments.ts'
import { openTestShop } from '#tests/shop/a-shop.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'

type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null }

test('a merchant finds an order by its receipt, sees how it was paid, and what comes back of it', async () => {
  await using shop = await openTestShop()
  const as = await shop.asAdmin()
  const [minji, juno] = [await shop.signUp(), await shop.signUp()]
  const drop = await shop.makeDrop({ units: 2 })
  const first = await shop.buy(minji, drop)
  const second = await shop.buy(juno, drop)
  const orders = async (query: string) => {
    const answer = await shop.call(`GET /api/admin/orders?${query}`, { as })
    return expectAnswer<Page<Order>>(answer, 200).items.map(({ orderId }) => orderId)
  }
  const { position } = second.reserved
  assert.deepEqual(await orders(`q=${drop.dropId}%23${position}`), [second.reserved.orderId])
  assert.deepEqual(await orders(`q=${drop.dropId}%233`), [])

  const { orderId } = first.reserved
  const short = orderId.slice(0, 13)
  for (const typed of [short, short.replace('-', '').toUpperCase(), short.slice(0, 8)]) {
    assert.deepEqual(await orders(`q=${typed}`), [orderId], typed)
  }
  assert.deepEqual(await orders(`q=${short}&state=shipped`), [])
  const path = `GET /api/admin/orders/${orderId}/payments` as const
  const paid = expectAnswer<Page<Payment>>(await shop.call(path, { as }), 200)
  assert.deepEqual(
    paid.items.map(({ paymentId, state }) => [paymentId, state]),
    [[first.paymentId, 'captured']],
  )
  expectAnswer(await shop.call(path, { as: minji }), 403, 'forbidden')

  assert.deepEqual(await orders('returns=requested'), [])
  const body = { carrier: 'CJ', trackingNumber: '1' }
  const address = { recipient: '김', phone: '010-0000-0000', postalCode: '06236', line1: '길 1' }
  const put = `PUT /api/orders/${orderId}/shipping-address` as const
  expectAnswer(await shop.call(put, { as: minji, body: address }), 200)
  expectAnswer(await shop.call(`POST /api/admin/orders/${orderId}/shipment`, { as, body }), 200)
  expectAnswer(await shop.call(`POST /api/admin/orders/${orderId}/delivery`, { as }), 200)
  const reason = { reason: 'too small' }
  const asked = await shop.call(`POST /api/orders/${orderId}/returns`, { as: minji, body: reason })
  const { returns } = expectAnswer<Order>(asked, 200)
  assert.deepEqual(await orders('returns=requested'), [orderId])
  const done = `POST /api/admin/returns/${returns[0]?.returnId}/completion` as const
  expectAnswer(await shop.call(done, { as }), 200)
  assert.deepEqual(await orders('returns=requested'), [])
})
