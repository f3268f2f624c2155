import type { Static } from 'typebox'
import type { Capture } from '#contracts/payments.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { PaymentsTables } from './payment-tables.ts'

export type CountedPayment = {
  readonly paymentId: string
  readonly orderId: string
  readonly state: string
  readonly amountMinor: number
  readonly requestedMinor: number
  readonly refundedMinor: number
  readonly capturedAtMs: number | null
  readonly rowsRequestedMinor: number
  readonly rowsRefundedMinor: number
}

export const RECOUNTED_AT_ONCE = 200

const CAPTURE = [
  'payment_id as paymentId',
  'order_id as orderId',
  'amount_minor as capturedMinor',
  'refund_requested_minor as refundedMinor',
] as const

/** Payments after this one, each with what its refunds add up to: one statement, one instant. */
export function listCountedPayments(
  { sql }: Transaction<PaymentsTables>,
  { after }: { readonly after: string },
): Promise<CountedPayment[]> {
  return sql.all<CountedPayment>(
    `select payment_id as paymentId, order_id as orderId, state, amount_minor as amountMinor,
       refund_requested_minor as requestedMinor, refunded_minor as refundedMinor,
       captured_at_ms as capturedAtMs,
       coalesce((select sum(amount_minor) from refund as r
         where r.payment_id = p.payment_id), 0) as rowsRequestedMinor,
       coalesce((select sum(amount_minor) from refund as r
         where r.payment_id = p.payment_id and r.state = 'refunded'), 0) as rowsRefundedMinor
     from payment as p where payment_id > ? order by payment_id limit ?`,
    after,
    RECOUNTED_AT_ONCE,
  )
}

type Captured = Static<typeof Capture>

/** What of these was captured, and what of it is given back or will be. */
export async function readCaptures(
  { query }: Transaction<PaymentsTables>,
  { paymentIds }: { readonly paymentIds: readonly string[] },
): Promise<Captured[]> {
  if (paymentIds.length === 0) return []
  return query
    .selectFrom('payment')
    .select(CAPTURE)
    .where('payment_id', 'in', paymentIds)
    .where('captured_at_ms', 'is not', null)
    .execute()
}

type OfMember = { readonly memberId: string; readonly orderId: string }

/** The same for orders, of whatever payment. They are found by their members, of whom there is an index. */
export async function findCaptures(
  { query }: Transaction<PaymentsTables>,
  { orders }: { readonly orders: readonly OfMember[] },
): Promise<(Captured & { capturedAtMs: number })[]> {
  if (orders.length === 0) return []
  const memberIds = [...new Set(orders.map(({ memberId }) => memberId))]
  const orderIds = orders.map(({ orderId }) => orderId)
  return query
    .selectFrom('payment')
    .select([...CAPTURE, 'captured_at_ms as capturedAtMs'])
    .where('member_id', 'in', memberIds)
    .where('order_id', 'in', orderIds)
    .where('captured_at_ms', 'is not', null)
    .$narrowType<{ capturedAtMs: number }>()
    .execute()
}
