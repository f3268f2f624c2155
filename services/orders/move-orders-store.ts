import assert from 'node:assert/strict'
import type { BoughtGoods } from '#contracts/delivery-facts.ts'
import type { NewEvent } from '#contracts/event.ts'
import { money } from '#contracts/money.ts'
import { type OrderState, orderEvents } from '#contracts/orders.ts'
import type { SqlValue } from '#platform/database/database.ts'
import { announce } from '#platform/events/outbox.ts'
import { readBoughtGoods } from './bought-goods-store.ts'
import { inList } from './in-list-store.ts'
import { historyOf, statesBefore, takeNews } from './order.ts'
import type { OrderTransaction } from './orders-tables.ts'
import { isPaidBack } from './paid-back-store.ts'

/** A move of an order: news from stock's events, what somebody asks for, or what was due. */
export type Move = { readonly orderId: string; readonly atMs: number } & (
  | { readonly to: 'paid'; readonly paymentId: string }
  | ({ readonly to: 'shipped'; readonly evenPaidBack: boolean } & Parcel)
  | { readonly to: 'delivered' | 'returned' | 'cancelled' | 'expired' }
)

/** How a parcel is found on its way. */
export type Parcel = { readonly carrier: string; readonly trackingNumber: string }

const guard = (to: OrderState) =>
  `order_id = ? and state in (${statesBefore(to)
    .map(state => `'${state}'`)
    .join(', ')})`

const MOVE = {
  paid: `update order_header set state = 'paid', paid_at_ms = ?, payment_id = ? where ${guard('paid')}`,
  shipped: `update order_header set state = 'shipped', shipped_at_ms = ?, carrier = ?,
    tracking_number = ? where ${guard('shipped')} and address_state = 'given'
      and (? = 1 or not ${isPaidBack('order_header')})`,
  delivered: `update order_header set state = 'delivered', delivered_at_ms = ? where ${guard('delivered')}`,
  returned: `update order_header set state = 'returned', returned_at_ms = ? where ${guard('returned')}`,
  cancelled: `update order_header set state = 'cancelled', cancelled_at_ms = ? where ${guard('cancelled')}`,
  expired: `update order_header set state = 'expired', expired_at_ms = ? where ${guard('expired')}`,
} as const satisfies Partial<Record<OrderState, string>>

/**
 * Takes news of a state, which has happened whatever the order says: old news is ignored; what
 * contradicts the table of moves, or an order that nobody knows, is a broken assumption. Gives the
 * ids of those that moved.
 */
export async function moveOrders(
  trx: OrderTransaction,
  to: Move['to'],
  moves: readonly Move[],
): Promise<string[]> {
  const moved = await tryMoves(trx, to, moves)
  if (moved.length === moves.length) return moved
  const known = new Set(moved)
  const unmoved = moves.map(move => move.orderId).filter(orderId => !known.has(orderId))
  await assertOldNews(trx, to, unmoved)
  return moved
}

/**
 * Moves orders, all into the same state, where their state allows it, and announces those that
 * moved; the others stay as they are. Gives the ids of those that moved.
 */
export async function tryMoves(
  trx: OrderTransaction,
  to: Move['to'],
  moves: readonly Move[],
): Promise<string[]> {
  const affected = await trx.sql.runEach(MOVE[to], moves.map(moveValues))
  const moved = moves.filter((_, at) => affected[at] === 1)
  const moments = await readMoments(
    trx,
    moved.map(move => move.orderId),
  )
  const goods = await readBoughtGoods(
    trx,
    TELLS_GOODS.has(to) ? moments.map(moment => moment.orderNumber) : [],
  )
  await announce(
    trx,
    await trx.nowMs(),
    moments.map(moment => announcement(to, moment, goods.get(moment.orderNumber) ?? [])),
  )
  if (to === 'paid') await wantAddresses(trx, moments)
  await setSteps(trx, to, moments)
  return moments.map(moment => moment.orderId)
}

/** What is told with what was bought. */
const TELLS_GOODS: ReadonlySet<OrderState> = new Set<OrderState>(['paid', 'shipped', 'delivered'])

function moveValues(move: Move): SqlValue[] {
  switch (move.to) {
    case 'paid':
      return [move.atMs, move.paymentId, move.orderId]
    case 'shipped':
      return [
        ...[move.atMs, move.carrier, move.trackingNumber, move.orderId],
        move.evenPaidBack ? 1 : 0,
      ]
    default:
      return [move.atMs, move.orderId]
  }
}

/** What is told of an order when it moves. */
type Moment = {
  readonly orderNumber: number
  readonly orderId: string
  readonly memberId: string
  readonly totalMinor: number
  readonly currency: string
  readonly addressState: string
  readonly carrier: string | null
  readonly trackingNumber: string | null
} & { readonly [State in OrderState]: number | null }

async function readMoments(
  { sql }: OrderTransaction,
  orderIds: readonly string[],
): Promise<Moment[]> {
  if (orderIds.length === 0) return []
  const { marks, values } = inList(orderIds)
  return sql.all<Moment>(
    `select order_number as orderNumber, order_id as orderId, member_id as memberId,
       total_minor as totalMinor, currency, address_state as addressState,
       placed_at_ms as awaiting_payment, paid_at_ms as paid, shipped_at_ms as shipped,
       delivered_at_ms as delivered, returned_at_ms as returned, cancelled_at_ms as cancelled,
       expired_at_ms as expired, carrier, tracking_number as trackingNumber
     from order_header where order_id in (${marks}) order by order_number limit 1000`,
    ...values,
  )
}

async function assertOldNews(
  trx: OrderTransaction,
  news: OrderState,
  orderIds: readonly string[],
): Promise<void> {
  const moments = new Map(
    (await readMoments(trx, orderIds)).map(moment => [moment.orderId, moment]),
  )
  for (const orderId of orderIds) {
    const moment = moments.get(orderId)
    assert(moment !== undefined, `order ${orderId} cannot be ${news}: it is not known`)
    const history = historyOf(moment).map(passage => passage.state)
    assert.equal(takeNews(history, news), 'stays', `order ${orderId}: ${history} takes no ${news}`)
  }
}

/** The version counts the states entered, so each announcement has its own. */
function announcement(to: Move['to'], moment: Moment, goods: readonly BoughtGoods[]): NewEvent {
  const { orderId, memberId } = moment
  const version = historyOf(moment).length
  const atMs = moment[to]
  const total = money(moment.totalMinor, moment.currency)
  const bought = { orderId, memberId, titles: goods.map(({ title }) => title), goods }
  const data = {
    paid: { ...bought, total, paidAtMs: atMs },
    shipped: {
      ...{ ...bought, shippedAtMs: atMs },
      ...{ carrier: moment.carrier, trackingNumber: moment.trackingNumber },
    },
    delivered: { ...bought, deliveredAtMs: atMs },
    returned: { orderId, memberId, returnedAtMs: atMs },
    cancelled: { orderId, memberId, cancelledAtMs: atMs },
    expired: { orderId, memberId, expiredAtMs: atMs },
  }
  return { type: orderEvents[to].type, subject: orderId, version, data: data[to] }
}

/** Only paid orders need an address, and most have none yet: a job looks for it later. */
async function wantAddresses({ sql }: OrderTransaction, moments: readonly Moment[]): Promise<void> {
  await sql.runEach(
    'insert into address_wanted (order_number, order_id, member_id) values (?, ?, ?)',
    moments
      .filter(moment => moment.addressState === 'wanted')
      .map(moment => [moment.orderNumber, moment.orderId, moment.memberId]),
  )
}

/** What was paid ships a day later, what was shipped arrives a day later; nothing else waits. */
async function setSteps(
  { sql }: OrderTransaction,
  to: Move['to'],
  moments: readonly Moment[],
): Promise<void> {
  if (to !== 'paid' && to !== 'expired') {
    await sql.later(
      'delete from order_step where order_number = ?',
      ...moments.map(moment => [moment.orderNumber]),
    )
  }
  if (to === 'paid' || to === 'shipped') {
    await sql.later(
      'insert into order_step (order_number, since_ms) values (?, ?)',
      ...moments.map(moment => [moment.orderNumber, moment[to]]),
    )
  }
}
