import type { Selectable } from 'kysely'
import { money } from '#contracts/money.ts'
import type { Payment, Refund } from '#contracts/payments.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { PaymentsTables, PaymentTable, RefundTable } from './payment-tables.ts'

type Trx = Transaction<PaymentsTables>

export const reads = { listPayments, readPayment }

// No payment has as many; it bounds what one answer can cost.
const MOST_REFUNDS = 10_000

type Page = {
  readonly memberId: string
  readonly orderId: string | null
  /** The last payment of the page before. */
  readonly before: string | null
  readonly limit: number
}

/** The member's payments, the newest first; `more` tells whether older ones follow. */
async function listPayments(
  trx: Trx,
  { memberId, orderId, before, limit }: Page,
): Promise<{ items: Payment[]; more: boolean }> {
  // Ids begin with the instant they were made (UUID v7).
  const rows = await trx.query
    .selectFrom('payment')
    .selectAll()
    .where('member_id', '=', memberId)
    .$if(orderId !== null, query => query.where('order_id', '=', orderId ?? ''))
    .$if(before !== null, query => query.where('payment_id', '<', before ?? ''))
    .orderBy('payment_id', 'desc')
    .limit(limit + 1)
    .execute()
  const items = await withRefunds(trx, rows.slice(0, limit))
  return { items, more: rows.length > limit }
}

async function readPayment(
  trx: Trx,
  { paymentId, memberId }: { paymentId: string; memberId: string },
): Promise<Payment | null> {
  const rows = await trx.query
    .selectFrom('payment')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .where('member_id', '=', memberId)
    .execute()
  const [payment] = await withRefunds(trx, rows)
  return payment ?? null
}

async function withRefunds(
  trx: Trx,
  payments: readonly Selectable<PaymentTable>[],
): Promise<Payment[]> {
  const refunded = payments.filter(payment => payment.refund_requested_minor > 0)
  const refunds =
    refunded.length === 0
      ? []
      : await trx.query
          .selectFrom('refund')
          .selectAll()
          .where(
            'payment_id',
            'in',
            refunded.map(payment => payment.payment_id),
          )
          .orderBy('requested_at_ms')
          .orderBy('refund_id')
          .limit(MOST_REFUNDS)
          .execute()
  return payments.map(payment => {
    const own = refunds.filter(refund => refund.payment_id === payment.payment_id)
    return paymentOf(
      payment,
      own.map(refund => refundOf(refund, payment.currency)),
    )
  })
}

function paymentOf(row: Selectable<PaymentTable>, refunds: Refund[]): Payment {
  return {
    paymentId: row.payment_id,
    orderId: row.order_id,
    state: row.state,
    method: row.method,
    provider: row.provider,
    amount: money(row.amount_minor, row.currency),
    refunded: money(row.refunded_minor, row.currency),
    ...(row.decline_code === null ? {} : { declineCode: row.decline_code }),
    refunds,
    createdAtMs: row.created_at_ms,
    ...(row.captured_at_ms === null ? {} : { capturedAtMs: row.captured_at_ms }),
  }
}

function refundOf(row: Selectable<RefundTable>, currency: string): Refund {
  return {
    refundId: row.refund_id,
    paymentId: row.payment_id,
    amount: money(row.amount_minor, currency),
    reason: row.reason,
    state: row.state,
    requestedAtMs: row.requested_at_ms,
  }
}
