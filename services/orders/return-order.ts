import assert from 'node:assert/strict'
import type { CallContext } from '#contracts/operation.ts'
import type { Order } from '#contracts/orders.ts'
import { type Refusal, refuse } from '#contracts/problems.ts'
import { keyedRequest } from '#platform/database/keyed-act.ts'
import type { WantedLine } from './decide-return.ts'
import { findOrder } from './find-order.ts'
import { carryOutDuties } from './order-duties.ts'
import { publishOrders } from './order-live.ts'
import type { OrdersDeps } from './orders-service.ts'
import { refuseRepeatedSkus } from './price-lines.ts'
import { viewOrder } from './read-orders.ts'
import { sealReason } from './return-reason.ts'

type Refused = Refusal<
  | 'not_found'
  | 'illegal_transition'
  | 'idempotency_conflict'
  | 'return_window_closed'
  | 'return_exceeds_order'
  | 'invalid_request'
>

const AT_ONCE = 100

/**
 * A member asks to return lines of a delivered order, or all that is left of it; with a key, once,
 * however often it is asked.
 */
export async function requestReturn(
  deps: OrdersDeps,
  input: {
    readonly orderId: string
    readonly lines?: readonly WantedLine[]
    readonly reason: string
  },
  context: CallContext,
): Promise<Order | Refused> {
  const { caller } = context
  assert(caller !== null, 'the gateway lets no visitor in')
  const { orderId, lines = null, reason } = input
  const invalid = lines === null ? null : refuseRepeatedSkus(lines, 'lines')
  if (invalid !== null) return invalid
  const mine = { orderId, memberId: caller.memberId }
  if ((await findOrder(deps, mine)) === null) return refuse('not_found')
  const returnId = deps.ids.next()
  const windowMs = deps.dayMs
  const sealedReason = sealReason(deps, { returnId, reason })
  const keyed = keyedRequest('requestReturn', input, context)
  const asked = { returnId, orderId, lines, sealedReason, windowMs, keyed }
  const { outcome } = await deps.database.write.requestReturn(asked)
  if (outcome === 'answered') return readBack(deps, orderId)
  if (outcome !== 'accepted') return refuse(outcome)
  await publishOrders(deps, [orderId])
  return readBack(deps, orderId)
}

/** A merchant has the goods back before their day is over. */
export async function completeReturn(
  deps: OrdersDeps,
  { returnId }: { readonly returnId: string },
): Promise<Order | Refusal<'not_found'>> {
  const completed = await complete(deps, returnId)
  return completed === null ? refuse('not_found') : readBack(deps, completed.orderId)
}

/** A day after it was asked for, a return is completed by itself. */
export async function completeDueReturns(deps: OrdersDeps): Promise<void> {
  const { database, dayMs } = deps
  for (;;) {
    const due = await database.read.listDueReturns({ dayMs, limit: AT_ONCE })
    for (const returnId of due) await complete(deps, returnId)
    if (due.length < AT_ONCE) return
  }
}

async function complete(deps: OrdersDeps, returnId: string) {
  const completed = await deps.database.write.completeReturn({ returnId })
  if (completed === null) return null
  await carryOutDuties(deps)
  await publishOrders(deps, [completed.orderId])
  return completed
}

async function readBack(deps: OrdersDeps, orderId: string): Promise<Order> {
  const [order] = await deps.database.read.readOrders({ orderIds: [orderId] })
  assert(order !== undefined, 'an order does not go away')
  return viewOrder(deps, order)
}
