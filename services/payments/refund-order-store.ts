import type { Transaction } from '#platform/database/database.ts'
import type { PaymentsTables } from './payment-tables.ts'
import { REFUNDABLE } from './refund-store.ts'

type Trx = Transaction<PaymentsTables>

export type OrderRefund = {
  /** Made of what is refunded, so that asking again finds the same. */
  readonly refundId: string
  readonly paymentId: string
  readonly amountMinor: number
  readonly reason: string
}

export type OrderRefundRequested =
  | { readonly outcome: 'set_aside'; readonly amountMinor: number }
  | { readonly outcome: 'nothing_left' | 'not_found' }

export const writes = { requestOrderRefund }

/**
 * Sets aside what an order gives back; the job that completes refunds asks the provider. What a
 * merchant has given back before is not given again: then it is the rest, or nothing. Nothing stays
 * nothing, because what is set aside never grows less; so repetition is told the same amount.
 */
async function requestOrderRefund(
  trx: Trx,
  { refundId, paymentId, amountMinor, reason }: OrderRefund,
): Promise<OrderRefundRequested> {
  // Locks the payment, so that no other refund is requested while the rest is reckoned.
  const locked = await trx.sql.run(
    `update payment set refund_requested_minor = refund_requested_minor
     where payment_id = ?`,
    paymentId,
  )
  if (locked === 0) return { outcome: 'not_found' }
  const nowMs = await trx.nowMs()
  const inserted = await trx.sql.run(
    `insert into refund (refund_id, payment_id, amount_minor, reason, state, requested_at_ms,
       due_at_ms)
     select ?, payment_id,
       case when ? < amount_minor - refund_requested_minor then ?
         else amount_minor - refund_requested_minor end,
       ?, 'requested', ?, ?
     from payment
     where payment_id = ? and state in (${REFUNDABLE}) and refund_requested_minor < amount_minor
       and not exists (select 1 from refund where refund_id = ?)`,
    ...[refundId, amountMinor, amountMinor, reason, nowMs, nowMs, paymentId, refundId],
  )
  if (inserted === 1) {
    await trx.sql.run(
      `update payment set refund_requested_minor = refund_requested_minor
         + (select amount_minor from refund where refund_id = ?)
       where payment_id = ?`,
      ...[refundId, paymentId],
    )
  }
  const [refund] = await trx.sql.all<{ amountMinor: number }>(
    'select amount_minor as amountMinor from refund where refund_id = ?',
    refundId,
  )
  return refund === undefined ? { outcome: 'nothing_left' } : { outcome: 'set_aside', ...refund }
}
