import assert from 'node:assert/strict'
import type { NewEvent } from '#contracts/event.ts'
import { money } from '#contracts/money.ts'
import { type OrderState, orderEvents } from '#contracts/orders.ts'
import type { SqlValue } from '#platform/database.ts'
import { announce } from '#platform/outbox.ts'
import { inList } from './in-list-store.ts'
import { historyOf, statesBefore, takeNews } from './order.ts'
import type { OrderTransaction } from './orders-tables.ts'

/** News of a state: from stock's events, or from the member who cancelled. */
export type Move = { readonly orderId: string; readonly atMs: number } & (
  | { readonly to: 'paid'; readonly paymentId: string }
  | { readonly to: 'cancelled' | 'expired' }
)

const guard = (to: OrderState) =>
  `order_id = ? and state in (${statesBefore(to)
    .map(state => `'${state}'`)
    .join(', ')})`

const MOVE = {
  paid: `update order_header set state = 'paid', paid_at_ms = ?, payment_id = ? where ${guard('paid')}`,
  cancelled: `update order_header set state = 'cancelled', cancelled_at_ms = ? where ${guard('cancelled')}`,
  expired: `update order_header set state = 'expired', expired_at_ms = ? where ${guard('expired')}`,
} as const satisfies Partial<Record<OrderState, string>>

/**
 * Moves orders, all into the same state, and announces those that moved. Old news is ignored; what
 * contradicts the table of moves, or an order that nobody knows, is a broken assumption. Gives the
 * ids of those that moved.
 */
export async function moveOrders(
  trx: OrderTransaction,
  to: Move['to'],
  moves: readonly Move[],
): Promise<string[]> {
  const affected = await trx.sql.runEach(MOVE[to], moves.map(moveValues))
  const unmoved = moves.filter((_, at) => affected[at] !== 1).map(move => move.orderId)
  await assertOldNews(trx, to, unmoved)
  const moved = moves.filter((_, at) => affected[at] === 1)
  const moments = await readMoments(
    trx,
    moved.map(move => move.orderId),
  )
  const titles = to === 'paid' ? await readTitles(trx, moments) : new Map<number, string[]>()
  await announce(
    trx,
    await trx.nowMs(),
    moments.map(moment => announcement(to, moment, titles.get(moment.orderNumber) ?? [])),
  )
  if (to === 'paid') await wantAddresses(trx, moments)
  return moments.map(moment => moment.orderId)
}

function moveValues(move: Move): SqlValue[] {
  return move.to === 'paid' ? [move.atMs, move.paymentId, move.orderId] : [move.atMs, move.orderId]
}

/** What is told of an order when it moves. */
type Moment = {
  readonly orderNumber: number
  readonly orderId: string
  readonly memberId: string
  readonly totalMinor: number
  readonly currency: string
  readonly addressState: string
  readonly awaiting_payment: number
  readonly paid: number | null
  readonly cancelled: number | null
  readonly expired: number | null
}

async function readMoments(
  { sql }: OrderTransaction,
  orderIds: readonly string[],
): Promise<Moment[]> {
  if (orderIds.length === 0) return []
  const { marks, values } = inList(orderIds)
  return sql.all<Moment>(
    `select order_number as orderNumber, order_id as orderId, member_id as memberId,
       total_minor as totalMinor, currency, address_state as addressState,
       placed_at_ms as awaiting_payment, paid_at_ms as paid, cancelled_at_ms as cancelled,
       expired_at_ms as expired
     from order_header where order_id in (${marks}) order by order_number limit 1000`,
    ...values,
  )
}

async function readTitles(
  { sql }: OrderTransaction,
  moments: readonly Moment[],
): Promise<Map<number, string[]>> {
  if (moments.length === 0) return new Map()
  const { marks, values } = inList(moments.map(moment => moment.orderNumber))
  const rows = await sql.all<{ orderNumber: number; title: string }>(
    `select order_number as orderNumber, title from order_line
     where order_number in (${marks}) order by order_number, line_number limit 50000`,
    ...values,
  )
  const titles = new Map<number, string[]>()
  for (const { orderNumber, title } of rows) {
    const known = titles.get(orderNumber)
    if (known === undefined) titles.set(orderNumber, [title])
    else known.push(title)
  }
  return titles
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
function announcement(to: Move['to'], moment: Moment, titles: readonly string[]): NewEvent {
  const { orderId, memberId } = moment
  const version = historyOf(moment).length
  const atMs = moment[to]
  const total = money(moment.totalMinor, moment.currency)
  const data = {
    paid: { orderId, memberId, total, titles, paidAtMs: atMs },
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
