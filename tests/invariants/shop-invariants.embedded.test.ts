import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { someEmbeddedPlace } from '#tests/shop/some-place.ts'
import { liveThrough } from './every-kind-of-end.ts'
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
