import assert from 'node:assert/strict'
import { orderIdOf } from '#contracts/order-id.ts'
import type { OrderState } from '#contracts/orders.ts'
import type { Rows } from './shop-rows-store.ts'

type Reservation = {
  reservation_id: string
  state: 'held' | 'pinned' | 'committed' | 'released' | 'expired'
  quantity: number
  returned: number
}
type Order = { order_id: string; state: OrderState }

/** What an order may be by what stock says. Where a paid one stands on its way, orders decides. */
const statesOf = {
  held: ['awaiting_payment'],
  pinned: ['awaiting_payment'],
  committed: ['paid', 'shipped', 'delivered', 'returned'],
  released: ['cancelled'],
  expired: ['expired'],
} as const satisfies Record<Reservation['state'], readonly OrderState[]>

/** Each reservation has its order, in a state that follows from it, and nothing else has one. */
export async function assertOrdersFollow(rows: Rows): Promise<void> {
  const reservations = await rows.all<Reservation>(
    'stock',
    `select r.reservation_id, r.state, r.quantity, coalesce(b.returned, 0) as returned
     from reservation r left join (select reservation_id, sum(quantity) as returned
       from unit_return group by reservation_id) b on b.reservation_id = r.reservation_id`,
  )
  const orders = await rows.all<Order>('orders', 'select order_id, state from order_header')
  const stateOf = new Map(orders.map(order => [order.order_id, order.state]))
  const strange = reservations.flatMap(reservation => {
    const state = stateOf.get(orderIdOf(reservation.reservation_id))
    return state !== undefined && follows(reservation, state)
      ? []
      : { ...reservation, order: state }
  })
  assert.deepEqual(strange, [], 'each reservation has its order, in a state that follows from it')
  assert.equal(orders.length, reservations.length, 'there is no order without a reservation')
  await assertReturnsAgree(rows)
}

/** With its last unit, and not before, an order is returned. */
function follows({ state, quantity, returned }: Reservation, order: OrderState): boolean {
  const states: readonly OrderState[] = statesOf[state]
  return states.includes(order) && (order === 'returned') === (returned === quantity)
}

type Line = { return_id: string; sku_id: string; quantity: number }

async function assertReturnsAgree(rows: Rows): Promise<void> {
  const completed = await rows.all<Line>(
    'orders',
    `select l.return_id, l.sku_id, l.quantity from order_return_line l
     join order_return r on r.return_id = l.return_id where r.state = 'completed'
     order by l.return_id, l.sku_id`,
  )
  const back = await rows.all<Line>(
    'stock',
    'select return_id, sku_id, quantity from unit_return order by return_id, sku_id',
  )
  assert.deepEqual(back, completed, 'what was returned is back in stock, once')
}
