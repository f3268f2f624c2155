import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sealedPlaces as memberPlaces } from '#services/members/member-sealed-places.ts'
import { sealedPlaces as mailPlaces } from '#services/notifications/sealed-mail.ts'
import { sealedPlaces as orderPlaces } from '#services/orders/order-sealed-places.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { somePlace } from '#tests/shop/some-place.ts'
import { storedRows } from '#tests/shop/stored-bytes.ts'

const HOME = {
  recipient: '유성룡',
  phone: '02-555-7788',
  postalCode: '06236',
  line1: '테헤란로 152',
}
const PHONE = '010-9876-5432'
const REASON = '허리가 아파서 못 입어요'
const DAY_MS = 86_400_000

/** Where a memberId may stay: it names nobody any more, and the books hang on it. */
const BOOKS = new Set([
  ...['session', 'audit', 'outbox'],
  ...['reservation', 'drop_roll', 'waitlist_entry', 'regular_hold'],
  ...['order_header', 'payment', 'confirmation'],
])

/** The answer to a key for a payment is the payment, once more. */
const isBooked = ({ table, text }: { readonly table: string; readonly text: string }) =>
  BOOKS.has(table) || (table === 'idempotency' && text.includes('"enterPayment"'))

/** Does everything that leaves something of the member behind. */
async function live(shop: TestShop, as: Buyer): Promise<void> {
  const me = '/api/members/me'
  expectAnswer(await shop.call(`PATCH ${me}`, { as, body: { phone: PHONE } }), 200)
  expectAnswer(await shop.call(`POST ${me}/addresses`, { as, body: HOME }), 201)
  const [first, second] = [await shop.makeDrop({ units: 1 }), await shop.makeDrop()]
  await shop.buy(await shop.signUp(), first)
  const wait = { as, body: { quantity: 1 } }
  expectAnswer(await shop.call(`PUT /api/drops/${first.dropId}/waitlist`, wait), 200)
  expectAnswer(await shop.call(`PUT /api/products/${second.productId}/like`, { as }), 200)
  const later = await shop.makeDrop({ opensInMs: 3_600_000 })
  expectAnswer(await shop.call(`PUT /api/drops/${later.dropId}/reminder`, { as }), 204)
  const regular = await shop.makeProduct({ kind: 'regular' })
  const skuId = regular.skus[0]?.skuId ?? ''
  expectAnswer(await shop.call(`PUT /api/wishlist/${skuId}`, wait), 204)
  const soldOut = await shop.makeProduct({ kind: 'regular', skus: [{ options: {}, units: 0 }] })
  const notice = `/api/skus/${soldOut.skus[0]?.skuId}/restock-notice` as const
  expectAnswer(await shop.call(`PUT ${notice}`, { as }), 204)
  const body = { items: [{ skuId, quantity: 1 }], shippingAddress: HOME }
  const placed = await shop.call('POST /api/orders', { as, key: randomUUID(), body })
  const { orderId } = expectAnswer<{ orderId: string }>(placed, 201)
  await shop.pay(as, orderId)
  const admin = await shop.asAdmin()
  const parcel = { as: admin, body: { carrier: 'CJ대한통운', trackingNumber: '6152-0000' } }
  expectAnswer(await shop.call(`POST /api/admin/orders/${orderId}/shipment`, parcel), 200)
  expectAnswer(await shop.call(`POST /api/admin/orders/${orderId}/delivery`, { as: admin }), 200)
  const asked = { as, body: { reason: REASON } }
  expectAnswer(await shop.call(`POST /api/orders/${orderId}/returns`, asked), 200)
  expectAnswer(await shop.call(`PUT /api/cart/items/${skuId}`, wait), 200)
}

/** A stored row, with the table that it lies in. */
function rowsIn(stored: readonly string[]) {
  return stored.map(line => {
    const [, table = '', json = '{}'] = /(\w+) (\{.*)$/s.exec(line) ?? []
    return { table, row: JSON.parse(json) as Readonly<Record<string, unknown>>, text: json }
  })
}

test('a member takes along all that any service knows, and leaves nothing but figures', async () => {
  await using place = await somePlace()
  await using shop = await openTestShop({ place })
  const as = await shop.signUp(`sunsin.${randomUUID()}@turtle-ship.example`)
  await live(shop, as)

  const told = await shop.call('GET /api/members/me/export', { as })
  const copy = expectAnswer<Record<string, unknown[]>>(told, 200)
  for (const text of [as.email, PHONE, HOME.line1, REASON]) assert(told.text.includes(text), text)
  const lists = ['addresses', 'sessions', 'orders', 'payments', 'mails', 'cart', 'returnReasons']
  for (const list of [...lists, 'likes', 'wishes', 'restockNotices', 'reminders', 'waitlist']) {
    assert(copy[list]?.length, `${list} is told`)
  }

  const early = await shop.call('DELETE /api/members/me', { as })
  expectAnswer(early, 409, 'illegal_transition')
  await eventually('the return to be completed', async () => {
    shop.clock.advance(DAY_MS / 4)
    const again = await shop.logIn(as.email, as.password)
    return (await shop.call('DELETE /api/members/me', { as: again })).status === 204
  })

  const secrets = [as.email, PHONE, HOME.phone, HOME.recipient, HOME.line1, REASON, '6152-0000']
  const left = await eventually('nothing to be left', async () => {
    shop.clock.advance(3_600_000)
    const rows = rowsIn(await storedRows(place.environment))
    const found = [
      ...rows.filter(({ text }) => secrets.some(secret => text.includes(secret))),
      ...rows.filter(row => row.text.includes(as.memberId) && !isBooked(row)),
    ]
    return found.length === 0 && rows
  })

  // What is sealed cannot be searched: so nothing sealed is left but what others own.
  const others = await shop.asAdmin()
  const places = [...memberPlaces, ...orderPlaces, ...mailPlaces]
  const sealed = left.flatMap(({ table, row, text }) =>
    places.some(({ column, ...at }) => at.table === table && row[column] != null) &&
    !isBooked({ table, text })
      ? [text]
      : [],
  )
  assert(
    sealed.some(text => text.includes(others.memberId)),
    'there is something sealed',
  )
  assert.deepEqual(
    sealed.filter(text => text.includes(as.memberId)),
    [],
  )
})
