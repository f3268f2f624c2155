import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Order } from '#contracts/orders.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { someEmbeddedPlace } from '#tests/shop/some-place.ts'
import { assertShopInvariants } from './shop-invariants.ts'
import type { Service } from './shop-rows-store.ts'

/** What a bug, or a hand, could do to the rows of a shop, by the promise that it breaks. */
const faults: readonly [Service, string, RegExp][] = [
  ['stock', 'update drop_sale set sold = sold - 1 where sold > 0', /reserved and sold are what/],
  ['stock', 'update drop_sale set units = units + 1', /nothing is free|replaying the ledger/],
  ['stock', "update sku set sold = sold + 1 where kind = 'regular'", /a SKU’s reserved and sold/],
  ['stock', 'delete from unit_return', /are what the (regular orders’ )?rows say/],
  ['stock', 'update unit_return set quantity = quantity + 100', /rows say|no more comes back/],
  ['stock', 'update reservation set position = 9 where position = 1', /positions are 1/],
  ['stock', 'update reservation set total_minor = total_minor + 1', /captured is the price/],
  ['stock', "update reservation set payment_id = 'another'", /sold means captured/],
  ['stock', 'delete from drop_roll', /awaited at its end/],
  ['stock', 'delete from ledger_segment where first_index = 2', /every entry up to its size/],
  [
    'stock',
    `update ledger_segment set entries = replace(entries, '"kind":"committed"', '"kind":"expired"')`,
    /replaying the ledger|without a fault/,
  ],
  ['stock', "update waitlist_entry set state = 'left' where state = 'waiting'", /counts those who/],
  ['stock', 'update waitlist_block set waiting = waiting + 1', /the parts of a line/],
  ['stock', 'update waitlist_entry set ticket = 9 where ticket = 1', /tickets of the line/],
  ['stock', 'update waitlist_entry set quantity = 0', /an offer is a/],
  ['stock', "update waitlist_entry set member_id = 'x' where state = 'offered'", /an offer is a/],
  ['stock', 'update drop_sale set limit_per_member = 1 where limit_per_member = 2', /the limit/],
  [
    'payments',
    "update payment set state = 'confirming', due_at_ms = 1 where state = 'ready'",
    /air/,
  ],
  ['payments', 'delete from refund', /what its refunds say/],
  ['payments', 'update payment set amount_minor = amount_minor + 1', /exactly what payments say/],
  [
    'payments',
    "update payment set captured_at_ms = null, state = 'ready'",
    /exactly what payments/,
  ],
  ['simulator', 'delete from charge', /exactly what payments say/],
  [
    'orders',
    "update order_header set state = 'paid', shipped_at_ms = null, delivered_at_ms = null, returned_at_ms = null where state = 'returned'",
    /in a state that follows/,
  ],
  ['orders', "update order_header set state = 'paid' where state = 'delivered'", /every step/],
  ['orders', 'update order_header set delivered_at_ms = 1 where delivered_at_ms > 0', /every step/],
  [
    'orders',
    'delete from order_header where cancelled_at_ms > 0',
    /each reservation has its order/,
  ],
  ['orders', "delete from order_return where state = 'completed'", /back in stock, once/],
  ['orders', "insert into order_duty values ('d', '{}', 0, 0)", /owes nothing/],
  ['notifications', "delete from mail where kind = 'order_paid'", /one mail for each order/],
  ['notifications', "update inbox_cursor set last_number = 0 where source = 'orders'", /consumed/],
]

test('a shop of every kind of end holds its invariants, and no fault in its rows goes unseen', async context => {
  await using place = await someEmbeddedPlace()
  await liveThrough(place)
  await assertShopInvariants(place)
  const { folder } = place
  for (const [service, fault, said] of faults) {
    await context.test(`${service}: ${fault}`, async () => {
      await using copy = await mkdtempDisposable(join(tmpdir(), 'firstcome-'))
      cpSync(join(folder, 'data'), join(copy.path, 'data'), { recursive: true })
      const breakRows = () => {
        const file = new DatabaseSync(join(copy.path, 'data', `${service}.sqlite`))
        try {
          // The last line of defence is down: what the invariants say is looked at, not it.
          file.exec(`pragma ignore_check_constraints = on; ${fault}`)
        } finally {
          file.close()
        }
      }
      const environment = { DATABASE_URL: `sqlite:${join(copy.path, 'data')}` }
      await assert.rejects(async () => {
        breakRows()
        await assertShopInvariants({ environment })
      }, said)
    })
  }
})

const address = {
  recipient: '김선착',
  phone: '010-1234-5678',
  postalCode: '04524',
  line1: '세종대로 110',
}

/** Sold, cancelled, returned in part and whole, run out, offered and still waited for. */
async function liveThrough(place: Awaited<ReturnType<typeof someEmbeddedPlace>>): Promise<void> {
  await using shop = await openTestShop({ place })
  const [ana, bo, chan, dana] = await Promise.all(Array.from({ length: 4 }, () => shop.signUp()))
  assert(ana && bo && chan && dana)
  const drop = await shop.makeDrop({ units: 3, limitPerMember: 2, holdMs: 600_000 })
  const bought = await shop.buy(ana, drop)
  const cancelled = await shop.buy(bo, drop)
  await shop.buy(ana, drop)
  const line = `/api/drops/${drop.dropId}/waitlist` as const
  for (const as of [chan, dana]) {
    expectAnswer(await shop.call(`PUT ${line}`, { as, body: { quantity: 1 } }), 200)
  }
  const { orderId } = cancelled.order
  expectAnswer(await shop.call(`POST /api/orders/${orderId}/cancellation`, { as: bo }), 200)

  const { skus } = await shop.makeProduct({ kind: 'regular' })
  const items = skus.map(({ skuId }) => ({ skuId, quantity: 3 }))
  const regular = expectAnswer<Order>(await shop.placeOrder(bo, items), 201)
  await shop.pay(bo, regular.orderId)
  await giveBack(shop, bo, regular.orderId, [{ skuId: items[0]?.skuId, quantity: 1 }])
  const other = await shop.makeDrop({ units: 1 })
  const whole = await shop.buy(dana, other)
  await giveBack(shop, dana, whole.order.orderId, undefined)
  expectAnswer(await shop.enter(chan, bought.order.orderId), 404)
  const held = expectAnswer<{ orderId: string }>(await shop.reserve(chan, other), 201)
  expectAnswer(await shop.enter(chan, held.orderId), 201)

  const isQuiet = async () => {
    shop.clock.advance(1_000)
    await shop.settled()
    const pending = await shop.databases.orders?.write.claimDuties({ limit: 1 })
    const refunded = await shop.readPayment(bo, cancelled.paymentId)
    return pending?.length === 0 && refunded.refunded.amountMinor > 0
  }
  await eventually('nothing owed', isQuiet)
  await shop.settled()
}

async function giveBack(shop: TestShop, as: Buyer, orderId: string, lines?: object[]) {
  const admin = await shop.asAdmin()
  expectAnswer(
    await shop.call(`PUT /api/orders/${orderId}/shipping-address`, { as, body: address }),
    200,
  )
  const parcel = { carrier: 'CJ', trackingNumber: '1' }
  const steps = [
    [`POST /api/admin/orders/${orderId}/shipment`, parcel],
    [`POST /api/admin/orders/${orderId}/delivery`, undefined],
  ] as const
  for (const [step, body] of steps) expectAnswer(await shop.call(step, { as: admin, body }), 200)
  const body = { reason: 'too small', ...(lines && { lines }) }
  const asked = await shop.call(`POST /api/orders/${orderId}/returns`, { as, body })
  const [wanted] = expectAnswer<Order>(asked, 200).returns
  const path = `POST /api/admin/returns/${wanted?.returnId}/completion` as const
  expectAnswer(await shop.call(path, { as: admin }), 200)
}
