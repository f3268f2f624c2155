import type { CallContext } from '#contracts/operation.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import type { Order, OrderState } from '#contracts/orders.ts'
import { isRefusal, type Refusal, refuse } from '#contracts/problems.ts'
import { cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { openedOrder } from './opened-order.ts'
import type { StoredOrder } from './order-read-store.ts'
import type { OrdersDeps } from './orders-service.ts'

type Input = {
  readonly q?: string
  readonly state?: OrderState
  readonly returns?: 'requested'
  readonly cursor?: string
  readonly limit?: number
}

/** Where a page ends: the instant and the id are for one member's, the number for everybody's. */
type Key = { readonly placedAtMs: number; readonly orderId: string; readonly orderNumber: number }

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** An order's number as it is shown and said: the beginning of its id, with or without hyphens. */
const BEGINNING = /^[0-9a-f]{8}[0-9a-f-]{0,27}$/

/** A receipt names its reservation by these. */
const PLACE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})#(\d{1,12})$/

/** Before all orders. */
const newest: Key = {
  placedAtMs: Number.MAX_SAFE_INTEGER,
  orderId: '',
  orderNumber: Number.MAX_SAFE_INTEGER,
}

/** Orders for a merchant: all, or those that a number or an e-mail address leads to. */
export async function listAllOrders(
  deps: OrdersDeps,
  { q, state, returns, cursor, limit = 20 }: Input,
  context: CallContext,
): Promise<{ items: Order[]; nextCursor: string | null } | Refusal<'invalid_request'>> {
  const behind = readCursor(cursor, isKey)
  if (behind === 'malformed') return cursorRefused
  const query = { state: state ?? null, behind: behind ?? newest, limit: limit + 1 }
  const found =
    returns === undefined
      ? await find(deps, q?.trim() ?? '', query, context)
      : await deps.database.read.listOrdersComingBack({
          behindNumber: query.behind.orderNumber,
          limit: query.limit,
        })
  const { rows, nextCursor } = pageOf(found, limit, ({ placedAtMs, orderId, orderNumber }) => ({
    placedAtMs,
    orderId,
    orderNumber,
  }))
  return { items: rows.map(order => openedOrder(deps, order)), nextCursor }
}

/** The payments of an order, whosever it is: a refund is given to one of them. */
export async function listOrderPayments(
  { database, payments }: OrdersDeps,
  { orderId, ...page }: { readonly orderId: string; readonly cursor?: string; limit?: number },
) {
  const [order] = await database.read.readOrders({ orderIds: [orderId] })
  if (order === undefined) return refuse('not_found')
  return payments.listPaymentsOf({ memberId: order.memberId, orderId, ...page }, fromService)
}

async function find(
  { database, members, stock }: OrdersDeps,
  q: string,
  query: { readonly state: OrderState | null; readonly behind: Key; readonly limit: number },
  context: CallContext,
): Promise<readonly StoredOrder[]> {
  const { state, behind, limit } = query
  if (q === '') {
    return database.read.listAllOrders({ state, behindNumber: behind.orderNumber, limit })
  }
  const id = q.toLowerCase()
  if (ID.test(id)) {
    const orders = await database.read.readOrders({ orderIds: [id, orderIdOf(id)] })
    if (orders.length > 0) return orders.filter(order => state === null || order.state === state)
  }
  const [, dropId, position] = PLACE.exec(id) ?? []
  if (dropId !== undefined) {
    const place = await stock.findPosition({ dropId, position: Number(position) }, fromService)
    return isRefusal(place) ? [] : database.read.readOrders({ orderIds: [place.orderId] })
  }
  if (BEGINNING.test(id)) {
    const orders = await database.read.readOrdersBeginning({ beginning: hyphenated(id) })
    return orders
      .filter(order => order.orderNumber < behind.orderNumber)
      .filter(order => state === null || order.state === state)
      .slice(0, limit)
  }
  const found = await members.listMembers({ q, limit: 1 }, context)
  const [member] = isRefusal(found) ? [] : found.items
  if (member === undefined) return []
  return database.read.listOrdersOfMember({ memberId: member.memberId, ...query })
}

/** The beginning of an id as ids are written. */
function hyphenated(text: string): string {
  const digits = text.replaceAll('-', '')
  const groups = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ] as const
  return groups
    .map(([from, to]) => digits.slice(from, to))
    .filter(group => group !== '')
    .join('-')
}

function isKey(key: unknown): key is Key {
  const { placedAtMs, orderId, orderNumber } = key as Partial<Key>
  return (
    Number.isSafeInteger(placedAtMs) &&
    typeof orderId === 'string' &&
    Number.isSafeInteger(orderNumber)
  )
}
