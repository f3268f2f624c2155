import type { OrderState } from '#contracts/orders.ts'
import { inList } from './in-list-store.ts'
import type { AddressState, OrderTransaction } from './orders-tables.ts'
import type { StoredReason } from './return-reason.ts'

/** An order as it is stored; the address sealed. */
export type StoredOrder = StoredHeader & {
  readonly lines: readonly StoredLine[]
  readonly refunds: readonly StoredRefund[]
  /** The first asked for first. */
  readonly returns: readonly StoredReturn[]
}

export type StoredHeader = {
  readonly orderNumber: number
  readonly orderId: string
  readonly memberId: string
  readonly state: OrderState
  readonly dropId: string | null
  readonly position: number | null
  readonly totalMinor: number
  readonly currency: string
  readonly paymentId: string | null
  readonly addressState: AddressState
  readonly sealedAddress: string | null
  readonly expiresAtMs: number
  readonly placedAtMs: number
  readonly paidAtMs: number | null
  readonly cancelledAtMs: number | null
  readonly expiredAtMs: number | null
  readonly shippedAtMs: number | null
  readonly deliveredAtMs: number | null
  readonly returnedAtMs: number | null
  readonly carrier: string | null
  readonly trackingNumber: string | null
}

export type StoredLine = {
  readonly orderNumber: number
  readonly skuId: string
  readonly productId: string
  readonly title: string
  readonly options: string
  readonly quantity: number
  readonly unitPriceMinor: number
}

type StoredRefund = {
  readonly orderId: string
  readonly paymentId: string
  readonly refundedMinor: number
}

export type StoredReturn = ReturnRow & { readonly lines: readonly ReturnLineRow[] }

type ReturnRow = StoredReason & {
  readonly orderNumber: number
  readonly state: 'requested' | 'completed'
  readonly refundMinor: number
  readonly requestedAtMs: number
  readonly completedAtMs: number | null
  /** What was given back or promised of the order when it was completed, with its own. */
  readonly spokenForMinor: number | null
}

type ReturnLineRow = {
  readonly returnId: string
  readonly skuId: string
  readonly quantity: number
}

export const SELECT_HEADER = `select h.order_number as orderNumber, h.order_id as orderId,
    h.member_id as memberId, h.state, h.drop_id as dropId, h.position,
    h.total_minor as totalMinor, h.currency, h.payment_id as paymentId,
    h.address_state as addressState, a.sealed as sealedAddress, h.expires_at_ms as expiresAtMs,
    h.placed_at_ms as placedAtMs, h.paid_at_ms as paidAtMs, h.cancelled_at_ms as cancelledAtMs,
    h.expired_at_ms as expiredAtMs, h.shipped_at_ms as shippedAtMs,
    h.delivered_at_ms as deliveredAtMs, h.returned_at_ms as returnedAtMs, h.carrier,
    h.tracking_number as trackingNumber
  from order_header h left join order_address a on a.order_id = h.order_id`

/** The orders of these ids, at most 500; unknown ones are left out. */
export async function readOrders(
  trx: OrderTransaction,
  { orderIds }: { readonly orderIds: readonly string[] },
): Promise<StoredOrder[]> {
  if (orderIds.length === 0) return []
  const { marks, values } = inList(orderIds)
  const headers = await trx.sql.all<StoredHeader>(
    `${SELECT_HEADER} where h.order_id in (${marks}) order by h.order_number limit 500`,
    ...values,
  )
  return withDetails(trx, headers)
}

/** Where a page of a member's orders ends. */
export type OrderKey = { readonly placedAtMs: number; readonly orderId: string }

/** A member's orders, the newest first, from behind a key. */
export async function listOrders(
  trx: OrderTransaction,
  input: { readonly memberId: string; readonly behind: OrderKey; readonly limit: number },
): Promise<StoredOrder[]> {
  const { placedAtMs, orderId } = input.behind
  const headers = await trx.sql.all<StoredHeader>(
    `${SELECT_HEADER}
     where h.member_id = ? and h.placed_at_ms <= ? and (h.placed_at_ms < ? or h.order_id < ?)
     order by h.placed_at_ms desc, h.order_id desc limit ?`,
    input.memberId,
    placedAtMs,
    placedAtMs,
    orderId,
    input.limit,
  )
  return withDetails(trx, headers)
}

/** These orders with their lines, and what went back of them. */
export async function withDetails(
  trx: OrderTransaction,
  headers: readonly StoredHeader[],
): Promise<StoredOrder[]> {
  const { sql } = trx
  if (headers.length === 0) return []
  const numbers = inList(headers.map(header => header.orderNumber))
  const lines = await sql.all<StoredLine>(
    `select order_number as orderNumber, sku_id as skuId, product_id as productId, title, options,
       quantity, unit_price_minor as unitPriceMinor
     from order_line where order_number in (${numbers.marks})
     order by order_number, line_number limit 50000`,
    ...numbers.values,
  )
  const ids = inList(headers.map(header => header.orderId))
  const refunds = await sql.all<StoredRefund>(
    `select order_id as orderId, payment_id as paymentId, refunded_minor as refundedMinor
     from order_refund where order_id in (${ids.marks})
     order by order_id, payment_id limit 50000`,
    ...ids.values,
  )
  const returns = await readReturns(trx, headers)
  const linesOf = Map.groupBy(lines, line => line.orderNumber)
  const refundsOf = Map.groupBy(refunds, refund => refund.orderId)
  return headers.map(header => ({
    ...header,
    lines: linesOf.get(header.orderNumber) ?? [],
    refunds: refundsOf.get(header.orderId) ?? [],
    returns: returns.filter(each => each.orderNumber === header.orderNumber),
  }))
}

/** Only of what was delivered anything is returned. */
async function readReturns(
  { sql }: OrderTransaction,
  headers: readonly StoredHeader[],
): Promise<StoredReturn[]> {
  const delivered = headers.filter(header => header.deliveredAtMs !== null)
  if (delivered.length === 0) return []
  const numbers = inList(delivered.map(header => header.orderNumber))
  const rows = await sql.all<ReturnRow>(
    `select order_number as orderNumber, return_id as returnId, state, reason,
       sealed_reason as sealedReason, refund_minor as refundMinor, requested_at_ms as requestedAtMs,
       completed_at_ms as completedAtMs, spoken_for_minor as spokenForMinor
     from order_return where order_number in (${numbers.marks})
     order by order_number, requested_at_ms limit 50000`,
    ...numbers.values,
  )
  if (rows.length === 0) return []
  const ids = inList(rows.map(row => row.returnId))
  const lines = await sql.all<ReturnLineRow>(
    `select return_id as returnId, sku_id as skuId, quantity
     from order_return_line where return_id in (${ids.marks})
     order by return_id, sku_id limit 50000`,
    ...ids.values,
  )
  const linesOf = Map.groupBy(lines, line => line.returnId)
  return rows.map(row => ({ ...row, lines: linesOf.get(row.returnId) ?? [] }))
}
