import type { Money } from '#contracts/money.ts'
import { orderEvents } from '#contracts/orders.ts'
import type { ReservationLine } from '#contracts/stock.ts'
import { announce } from '#platform/outbox.ts'
import type { OrderTransaction } from './orders-tables.ts'

/** An order as its reservation makes it. */
export type NewOrder = {
  readonly orderId: string
  readonly memberId: string
  readonly dropId: string | null
  readonly position: number | null
  readonly lines: readonly ReservationLine[]
  readonly total: Money
  readonly placedAtMs: number
  readonly expiresAtMs: number
}

// A select without a table must come from somewhere: not every MySQL takes a bare WHERE.
const INSERT_HEADER = `insert into order_header (order_id, member_id, state, drop_id, position,
    total_minor, currency, address_state, expires_at_ms, placed_at_ms)
  select ?, ?, 'awaiting_payment', ?, ?, ?, ?, 'wanted', ?, ?
  from (select 1 as one) as once
  where not exists (select 1 from order_header where order_id = ?)`

const INSERT_LINE = `insert into order_line (order_number, line_number, sku_id, product_id, title,
    options, quantity, unit_price_minor)
  select order_number, ?, ?, ?, ?, ?, ?, ? from order_header where order_id = ?`

/**
 * Inserts those that are not there yet, and announces each that it inserted: whoever else makes
 * the same order finds it there and says nothing. Gives the ids of the inserted.
 */
export async function insertOrders(
  trx: OrderTransaction,
  orders: readonly NewOrder[],
): Promise<string[]> {
  const inserted = await trx.sql.runEach(INSERT_HEADER, orders.map(headerValues))
  const fresh = orders.filter((_, at) => inserted[at] === 1)
  await trx.sql.runEach(INSERT_LINE, fresh.flatMap(lineValues))
  await takeAddressesOfRequests(trx, fresh)
  await announce(trx, await trx.nowMs(), fresh.map(placed))
  return fresh.map(order => order.orderId)
}

function headerValues(order: NewOrder) {
  return [
    order.orderId,
    order.memberId,
    order.dropId,
    order.position,
    order.total.amountMinor,
    order.total.currency,
    order.expiresAtMs,
    order.placedAtMs,
    order.orderId,
  ]
}

function lineValues({ orderId, lines }: NewOrder) {
  return lines.map((line, at) => [
    at + 1,
    line.skuId,
    line.productId,
    line.title,
    JSON.stringify(line.options),
    line.quantity,
    line.unitPrice.amountMinor,
    orderId,
  ])
}

/** A regular order may have been asked for with an address; a drop's never is. */
async function takeAddressesOfRequests(
  { sql }: OrderTransaction,
  orders: readonly NewOrder[],
): Promise<void> {
  const regular = orders.filter(order => order.dropId === null).map(order => order.orderId)
  const taken = await sql.runEach(
    `insert into order_address (order_id, sealed)
     select order_id, sealed_address from order_request
     where order_id = ? and sealed_address is not null`,
    regular.map(orderId => [orderId]),
  )
  await sql.runEach(
    "update order_header set address_state = 'given' where order_id = ?",
    regular.filter((_, at) => taken[at] === 1).map(orderId => [orderId]),
  )
}

function placed({ orderId, memberId, total, placedAtMs }: NewOrder) {
  return {
    type: orderEvents.placed.type,
    subject: orderId,
    version: 1,
    data: { orderId, memberId, total, placedAtMs },
  }
}
