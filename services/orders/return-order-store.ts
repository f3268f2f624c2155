import assert from 'node:assert/strict'
import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { actOnce, type Recollection } from '#platform/database/keyed-act.ts'
import { uuidv8 } from '#platform/ids.ts'
import { decideReturn, type ReturnDecision, type WantedLine } from './decide-return.ts'
import { tryMoves } from './move-orders-store.ts'
import { type Duty, takeOn } from './order-duty-store.ts'
import { readOrders, type StoredOrder } from './order-read-store.ts'
import { refundedMinorOf } from './order-view.ts'
import type { OrderTransaction } from './orders-tables.ts'
import { promisedRefunds, spokenForMinor } from './promised-refunds.ts'

type ReturnRequest = {
  readonly returnId: string
  readonly orderId: string
  /** Null for all that is left. */
  readonly lines: readonly WantedLine[] | null
  readonly sealedReason: string
  /** How long after delivery a return may be asked for. */
  readonly windowMs: number
}

type Requested = { readonly outcome: ReturnDecision['outcome'] }

/** Records that a member wants to return something, once a key; what follows comes a day later. */
export function requestReturn(
  trx: OrderTransaction,
  { keyed, ...request }: ReturnRequest & { readonly keyed: KeyedRequest | null },
): Promise<Requested | Recollection> {
  return actOnce(trx, keyed, {
    act: async () => ({ outcome: await recordReturn(trx, request) }),
    // The order is read anew for whoever asks again.
    answerOf: ({ outcome }) => (outcome === 'accepted' ? '' : null),
  })
}

async function recordReturn(
  trx: OrderTransaction,
  { returnId, orderId, lines, sealedReason, windowMs }: ReturnRequest,
): Promise<ReturnDecision['outcome']> {
  const order = await lockOrder(trx, orderId)
  const nowMs = await trx.nowMs()
  const decision = decideReturn(withAsked(order), lines, { nowMs, windowMs })
  if (decision.outcome !== 'accepted') return decision.outcome
  await trx.sql.run(
    `insert into order_return (return_id, order_number, state, reason, sealed_reason,
       refund_minor, requested_at_ms) values (?, ?, 'requested', '', ?, ?, ?)`,
    returnId,
    order.orderNumber,
    sealedReason,
    decision.refundMinor,
    nowMs,
  )
  await trx.sql.runEach(
    'insert into order_return_line (return_id, sku_id, quantity) values (?, ?, ?)',
    decision.lines.map(line => [returnId, line.skuId, line.quantity]),
  )
  return 'accepted'
}

/**
 * The goods of a return are back: its units and its money are owed from then on, and with the last
 * unit the order is returned. Again, it does nothing. Null where there is no such return.
 */
export async function completeReturn(
  trx: OrderTransaction,
  { returnId }: { readonly returnId: string },
): Promise<{ readonly orderId: string } | null> {
  const [owner] = await trx.sql.all<{ orderId: string }>(
    `select h.order_id as orderId from order_return r
     join order_header h on h.order_number = r.order_number where r.return_id = ?`,
    returnId,
  )
  if (owner === undefined) return null
  const { orderId } = owner
  const before = await lockOrder(trx, orderId)
  const nowMs = await trx.nowMs()
  const paidBack = { ...before, refundedMinor: refundedMinorOf(before) }
  const refundMinor = promisedRefunds(paidBack).get(returnId) ?? 0
  const completed = await trx.sql.run(
    `update order_return set state = 'completed', completed_at_ms = ?, refund_minor = ?,
       spoken_for_minor = ?
     where return_id = ? and state = 'requested'`,
    nowMs,
    refundMinor,
    spokenForMinor(paidBack) + refundMinor,
    returnId,
  )
  if (completed === 0) return { orderId }
  const [order] = await readOrders(trx, { orderIds: [orderId] })
  assert(order !== undefined, 'an order does not go away')
  await takeOn(trx, returnId, dutiesOf(order, returnId))
  const allBack = order.lines.every(
    line => returnedOf(order, line.skuId, ['completed']) === line.quantity,
  )
  if (allBack) await tryMoves(trx, 'returned', [{ to: 'returned', orderId, atMs: nowMs }])
  return { orderId }
}

/** Returns that were asked for a day ago, the longest first. */
export async function listDueReturns(
  { sql, nowMs }: OrderTransaction,
  { dayMs, limit }: { readonly dayMs: number; readonly limit: number },
): Promise<string[]> {
  const rows = await sql.all<{ returnId: string }>(
    `select return_id as returnId from order_return
     where state = 'requested' and requested_at_ms <= ? order by requested_at_ms limit ?`,
    (await nowMs()) - dayMs,
    limit,
  )
  return rows.map(row => row.returnId)
}

/** So that two who change what comes back of an order do it one after the other. */
async function lockOrder(trx: OrderTransaction, orderId: string): Promise<StoredOrder> {
  await trx.sql.run('update order_header set state = state where order_id = ?', orderId)
  const [order] = await readOrders(trx, { orderIds: [orderId] })
  assert(order !== undefined, 'an order that was found does not go away')
  return order
}

function withAsked(order: StoredOrder) {
  const lines = order.lines.map(({ skuId, quantity, unitPriceMinor }) => ({
    ...{ skuId, quantity, unitPriceMinor },
    askedQuantity: returnedOf(order, skuId, ['requested', 'completed']),
  }))
  return { state: order.state, deliveredAtMs: order.deliveredAtMs, lines }
}

function returnedOf(order: StoredOrder, skuId: string, states: readonly string[]): number {
  return order.returns
    .filter(each => states.includes(each.state))
    .flatMap(each => each.lines)
    .filter(line => line.skuId === skuId)
    .reduce((sum, line) => sum + line.quantity, 0)
}

function dutiesOf(
  { orderId, memberId, paymentId, returns }: StoredOrder,
  returnId: string,
): Duty[] {
  const done = returns.find(each => each.returnId === returnId)
  assert(done !== undefined && paymentId !== null, 'what is returned was paid')
  const { refundMinor: amountMinor } = done
  const lines = done.lines.map(({ skuId, quantity }) => ({ skuId, quantity }))
  const refundId = uuidv8('refund', returnId, 'returned')
  const reason = 'Goods were returned.' as const
  const refund = { refundId, paymentId, amountMinor, reason, returnId }
  return [
    { kind: 'return_units', orderId, memberId, returnId, lines },
    ...(amountMinor === 0 ? [] : [{ kind: 'refund' as const, orderId, memberId, ...refund }]),
  ]
}
