import type { DataOf, Event } from '#contracts/event.ts'
import type { OwnRefundReason } from '#contracts/payments.ts'
import { stockEvents } from '#contracts/stock.ts'
import type { Transaction } from '#platform/database/database.ts'
import { uuidv8 } from '#platform/ids.ts'
import type { PaymentsTables } from './payment-tables.ts'
import { REFUNDABLE } from './refund-store.ts'

const COMMIT_REFUSED_REASON: OwnRefundReason = 'The reservation had ended before the money came.'

/**
 * Money that no unit stands behind goes back whole, at once: the refund is requested in the
 * transaction that hears of it. Heard twice, there is nothing left to give back; and its id is made
 * of the payment, so that there can only be one. Other events of stock's mean nothing here.
 */
export async function consume(
  trx: Transaction<PaymentsTables>,
  events: readonly Event[],
): Promise<void> {
  const refused = events.filter(event => event.type === stockEvents.commitRefused.type)
  if (refused.length === 0) return
  const nowMs = await trx.nowMs()
  const rows = refused.map(event => {
    const { paymentId } = event.data as DataOf<typeof stockEvents.commitRefused>
    return { paymentId, refundId: uuidv8('refund', paymentId, 'commit_refused') }
  })
  // Locks the payments, so that no other refund is requested while the rest is reckoned.
  await trx.sql.runEach(
    'update payment set refund_requested_minor = refund_requested_minor where payment_id = ?',
    rows.map(({ paymentId }) => [paymentId]),
  )
  await trx.sql.runEach(
    `insert into refund (refund_id, payment_id, amount_minor, reason, state, requested_at_ms,
       due_at_ms)
     select ?, payment_id, amount_minor - refund_requested_minor, ?, 'requested', ?, ?
     from payment
     where payment_id = ? and state in (${REFUNDABLE}) and refund_requested_minor < amount_minor`,
    rows.map(({ paymentId, refundId }) => [
      ...[refundId, COMMIT_REFUSED_REASON, nowMs, nowMs, paymentId],
    ]),
  )
  await trx.sql.runEach(
    `update payment set refund_requested_minor = amount_minor
     where payment_id = ? and exists (select 1 from refund where refund_id = ?)`,
    rows.map(({ paymentId, refundId }) => [paymentId, refundId]),
  )
}
