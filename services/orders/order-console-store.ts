import type { OrderState } from '#contracts/orders.ts'
import {
  type OrderKey,
  SELECT_HEADER,
  type StoredHeader,
  type StoredOrder,
  withDetails,
} from './order-read-store.ts'
import type { OrderTransaction } from './orders-tables.ts'

/** Everybody's orders, in one state if told, the newest first, from behind an order's number. */
export async function listAllOrders(
  trx: OrderTransaction,
  input: {
    readonly state: OrderState | null
    readonly behindNumber: number
    readonly limit: number
  },
): Promise<StoredOrder[]> {
  const { state, behindNumber, limit } = input
  const where = state === null ? '' : 'h.state = ? and '
  const headers = await trx.sql.all<StoredHeader>(
    `${SELECT_HEADER} where ${where}h.order_number < ? order by h.order_number desc limit ?`,
    ...(state === null ? [] : [state]),
    behindNumber,
    limit,
  )
  return withDetails(trx, headers)
}

/** Of which a return was asked for and is not completed, the newest order first. */
export async function listOrdersComingBack(
  trx: OrderTransaction,
  { behindNumber, limit }: { readonly behindNumber: number; readonly limit: number },
): Promise<StoredOrder[]> {
  // The returns that are under way are few beside the orders: from them to their orders.
  const headers = await trx.sql.all<StoredHeader>(
    `${SELECT_HEADER}
     where h.order_number in
         (select r.order_number from order_return r where r.state = 'requested')
       and h.order_number < ?
     order by h.order_number desc limit ?`,
    behindNumber,
    limit,
  )
  return withDetails(trx, headers)
}

/** Two orders hardly begin alike. */
const MOST_ALIKE = 100

/** The orders whose ids begin so, the newest first. */
export async function readOrdersBeginning(
  trx: OrderTransaction,
  { beginning }: { readonly beginning: string },
): Promise<StoredOrder[]> {
  const headers = await trx.sql.all<StoredHeader>(
    `${SELECT_HEADER} where h.order_id >= ? and h.order_id < ? order by h.order_id limit ?`,
    beginning,
    // Behind all digits that could follow.
    `${beginning}g`,
    MOST_ALIKE,
  )
  const orders = await withDetails(trx, headers)
  return orders.toSorted((one, other) => other.orderNumber - one.orderNumber)
}

/** One member's, in one state if told, the newest first. */
export async function listOrdersOfMember(
  trx: OrderTransaction,
  input: {
    readonly memberId: string
    readonly state: OrderState | null
    readonly behind: OrderKey
    readonly limit: number
  },
): Promise<StoredOrder[]> {
  const { memberId, state, behind, limit } = input
  const where = state === null ? '' : 'h.state = ? and '
  const headers = await trx.sql.all<StoredHeader>(
    `${SELECT_HEADER}
     where ${where}h.member_id = ? and h.placed_at_ms <= ?
       and (h.placed_at_ms < ? or h.order_id < ?)
     order by h.placed_at_ms desc, h.order_id desc limit ?`,
    ...(state === null ? [] : [state]),
    memberId,
    behind.placedAtMs,
    behind.placedAtMs,
    behind.orderId,
    limit,
  )
  return withDetails(trx, headers)
}
