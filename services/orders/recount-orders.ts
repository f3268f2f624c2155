import type { Static } from 'typebox'
import type { Capture } from '#contracts/payments.ts'
import { isRefusal } from '#contracts/problems.ts'
import type { Drift, Recount } from '#platform/database/recount.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { OrdersDeps } from './orders-service.ts'
import { type CountedOrder, RECOUNTED_AT_ONCE } from './recount-orders-store.ts'

type Deps = Pick<OrdersDeps, 'database' | 'payments' | 'clock'>
type Captured = Static<typeof Capture>

/**
 * Money becomes a sale, or a refund, within seconds, and where events wait for long that is told for
 * itself. After this it is taken for lost.
 */
const SALE_WITHIN_MS = 15 * 60_000

/**
 * Holds each order against its lines, and each that was paid against its payment. An order knows
 * its payment from stock, which sells only what was captured: so the capture is always there first,
 * however late the events are. The other way round, money that came for an order is a sale after a
 * while, or is given back: where it is neither, what was announced of it is lost.
 */
export function recountOrders({ database, payments, clock }: Deps): Recount {
  async function* pass(): AsyncGenerator<readonly Drift[], void> {
    for (let after: number | null = 0; after !== null; ) {
      const orders: CountedOrder[] = await database.read.listCountedOrders({ after })
      const captures = await capturesOf(orders)
      const drifts = orders.flatMap(order => driftsOf(order, captures.get(order.paymentId ?? '')))
      yield [...drifts, ...(await unsoldOf(orders))]
      after = orders.length < RECOUNTED_AT_ONCE ? null : (orders.at(-1)?.orderNumber ?? null)
    }
  }

  async function capturesOf(orders: readonly CountedOrder[]): Promise<Map<string, Captured>> {
    const paymentIds = orders.flatMap(({ paymentId }) => paymentId ?? [])
    if (paymentIds.length === 0) return new Map()
    const answer = await payments.readCaptures({ paymentIds }, fromService)
    if (isRefusal(answer)) throw new Error('payments tells no captures')
    return new Map(answer.items.map(capture => [capture.paymentId, capture]))
  }

  async function unsoldOf(orders: readonly CountedOrder[]): Promise<readonly Drift[]> {
    const beforeMs = clock.nowMs() - SALE_WITHIN_MS
    const unpaid = orders.filter(
      ({ paymentId, placedAtMs }) => paymentId === null && placedAtMs < beforeMs,
    )
    if (unpaid.length === 0) return []
    const asked = unpaid.map(({ memberId, orderId }) => ({ memberId, orderId }))
    const answer = await payments.findCaptures({ orders: asked }, fromService)
    if (isRefusal(answer)) throw new Error('payments tells no captures')
    const states = new Map(unpaid.map(({ orderId, state }) => [orderId, state]))
    return answer.items.flatMap(({ capturedAtMs, ...capture }) => {
      const isUnsold = capturedAtMs < beforeMs && capture.refundedMinor < capture.capturedMinor
      const about = { ...capture, state: states.get(capture.orderId) ?? null }
      return isUnsold ? [{ invariant: 'capture_sale', about }] : []
    })
  }

  const invariants = ['order_total', 'order_payment', 'capture_sale']
  return { job: 'orders.recount_rows', invariants, pass }
}

/** @param capture Of the order's payment; undefined where payments has captured none. */
function driftsOf(order: CountedOrder, capture: Captured | undefined): Drift[] {
  const { orderId, state, totalMinor, rowsTotalMinor, paymentId } = order
  const drifts: Drift[] = []
  if (totalMinor !== rowsTotalMinor) {
    drifts.push({ invariant: 'order_total', about: { orderId, totalMinor, rowsTotalMinor } })
  }
  if (paymentId === null) return drifts
  const isPaid = capture?.orderId === orderId && capture.capturedMinor === totalMinor
  if (!isPaid) {
    const capturedMinor = capture?.capturedMinor ?? null
    const about = { orderId, state, totalMinor, paymentId, capturedMinor }
    drifts.push({ invariant: 'order_payment', about })
  }
  return drifts
}
