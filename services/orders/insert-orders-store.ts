import type { Money } from '#contracts/money.ts'
import { orderEvents } from '#contracts/orders.ts'
import type { ReservationLine } from '#contracts/stock.ts'
import type { SqlValue } from '#platform/database/database.ts'
import { sqlList, sqlLists } from '#platform/database/sql-list.ts'
import { announceTogether, type Fact } from '#platform/events/outbox.ts'
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

const INSERT_HEADER = `insert into order_header (order_id, member_id, state, drop_id, position,
    total_minor, currency, address_state, expires_at_ms, placed_at_ms)
  values (?, ?, 'awaiting_payment', ?, ?, ?, ?, 'wanted', ?, ?)`

const INSERT_LINE = `insert into order_line (order_number, line_number, sku_id, product_id, title,
    options, quantity, unit_price_minor) values (?, ?, ?, ?, ?, ?, ?, ?)`

/**
 * Inserts those that are not there yet, and announces each that it inserted: whoever else makes
 * the same order finds it there and says nothing; where two make it at once, the one that comes
 * second runs again. Gives the ids of the inserted.
 */
export async function insertOrders(
  trx: OrderTransaction,
  orders: readonly NewOrder[],
): Promise<string[]> {
  const known = await readNumbers(trx, orders)
  const fresh = [...new Map(orders.map(order => [order.orderId, order])).values()].filter(
    order => !known.has(order.orderId),
  )
  await trx.sql.later(INSERT_HEADER, ...fresh.map(headerValues))
  const numbers = await readNumbers(trx, fresh)
  await trx.sql.later(INSERT_LINE, ...fresh.flatMap(order => lineValues(order, numbers)))
  await takeAddressesOfRequests(trx, fresh)
  await announceTogether(trx, await trx.nowMs(), orderEvents.placed.type, fresh.map(placed))
  return fresh.map(order => order.orderId)
}

/** The numbers of those that are there, by their id. */
async function readNumbers(
  { sql }: OrderTransaction,
  orders: readonly NewOrder[],
): Promise<Map<string, number>> {
  const numbers = new Map<string, number>()
  for (const some of sqlLists(orders)) {
    const ids = sqlList(some.map(order => order.orderId))
    const rows = await sql.all<{ orderId: string; orderNumber: number }>(
      `select order_id as orderId, order_number as orderNumber from order_header
       where order_id in (${ids.marks})`,
      ...ids.values,
    )
    for (const { orderId, orderNumber } of rows) numbers.set(orderId, orderNumber)
  }
  return numbers
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
  ]
}

function lineValues(
  { orderId, lines }: NewOrder,
  numbers: ReadonlyMap<string, number>,
): SqlValue[][] {
  return lines.map((line, at) => [
    numbers.get(orderId) ?? null,
    at + 1,
    line.skuId,
    line.productId,
    line.title,
    JSON.stringify(line.options),
    line.quantity,
    line.unitPrice.amountMinor,
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

function placed({ orderId, memberId, total, placedAtMs }: NewOrder): Fact {
  return {
    subject: orderId,
    version: 1,
    data: JSON.stringify({ orderId, memberId, total, placedAtMs }),
  }
}
