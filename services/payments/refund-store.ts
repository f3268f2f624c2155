import assert from 'node:assert/strict'
import type { DataOf } from '#contracts/event.ts'
import { money } from '#contracts/money.ts'
import { type MadeRefund, type PaymentState, paymentEvents } from '#contracts/payments.ts'
import type { Provider } from '#contracts/providers.ts'
import type { Transaction } from '#platform/database/database.ts'
import { announce } from '#platform/events/outbox.ts'
import { retryDelayMs, stateAfter, statesBefore, stepOfRefund } from './payment.ts'
import type { PaymentsTables, RefundOrder } from './payment-tables.ts'

type Trx = Transaction<PaymentsTables>

export type RefundRequested = {
  readonly refundId: string
  readonly paymentId: string
  readonly amountMinor: number
  /** That the amount is meant in; undefined: the payment's, whichever that is. */
  readonly currency?: string | undefined
  readonly reason: string
  readonly merchantId: string
  readonly key: string
}

export type RefundBegun =
  | { readonly outcome: 'requested'; readonly refund: MadeRefund; readonly provider: Provider }
  | { readonly outcome: 'known'; readonly refund: MadeRefund }
  | { readonly outcome: 'conflict' | 'not_found' | 'exceeds' }
  /** `currency` is the payment's. */
  | { readonly outcome: 'other_currency'; readonly currency: string }

export const writes = { requestRefund, writeRefunded, claimRefunds }

export const REFUNDABLE = statesBefore('refundPart')
  .map(state => `'${state}'`)
  .join(', ')

// The one who requested it asks the provider at once; the job only when that one died.
const LIVE_MS = 5_000

/**
 * Sets the amount aside before the provider is asked. The sum is guarded here and by a CHECK, so
 * that of two refunds which together exceed the capture one is refused.
 */
async function requestRefund(trx: Trx, input: RefundRequested): Promise<RefundBegun> {
  const { refundId, paymentId, amountMinor, currency = null, reason, merchantId, key } = input
  const nowMs = await trx.nowMs()
  const taken = await trx.sql.run(
    `update payment set refund_requested_minor = refund_requested_minor + ?
     where payment_id = ? and state in (${REFUNDABLE})
       and refund_requested_minor + ? <= amount_minor and currency = coalesce(?, currency)
       and not exists (select 1 from refund where requested_by = ? and idempotency_key = ?)`,
    ...[amountMinor, paymentId, amountMinor, currency, merchantId, key],
  )
  if (taken === 0) return notRequested(trx, input)
  await trx.sql.run(
    `insert into refund (refund_id, payment_id, amount_minor, reason, state, requested_by,
       idempotency_key, requested_at_ms, due_at_ms)
     values (?, ?, ?, ?, 'requested', ?, ?, ?, ?)`,
    ...[refundId, paymentId, amountMinor, reason, merchantId, key, nowMs, nowMs + LIVE_MS],
  )
  const { refund, provider } = await readRefund(trx, refundId)
  return { outcome: 'requested', refund, provider }
}

async function notRequested(trx: Trx, input: RefundRequested): Promise<RefundBegun> {
  const { paymentId, amountMinor, currency, reason, merchantId, key } = input
  const earlier = await trx.query
    .selectFrom('refund')
    .select('refund_id')
    .where('requested_by', '=', merchantId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst()
  if (earlier !== undefined) {
    const { refund } = await readRefund(trx, earlier.refund_id)
    const same =
      refund.paymentId === paymentId &&
      refund.amount.amountMinor === amountMinor &&
      refund.amount.currency === (currency ?? refund.amount.currency) &&
      refund.reason === reason
    return same ? { outcome: 'known', refund } : { outcome: 'conflict' }
  }
  const payment = await trx.query
    .selectFrom('payment')
    .select('currency')
    .where('payment_id', '=', paymentId)
    .executeTakeFirst()
  if (payment === undefined) return { outcome: 'not_found' }
  const isOther = currency !== undefined && currency !== payment.currency
  return isOther
    ? { outcome: 'other_currency', currency: payment.currency }
    : { outcome: 'exceeds' }
}

/** The provider has given it back: once, however often it is told. Gives the refund as it is. */
async function writeRefunded(trx: Trx, { refundId }: { refundId: string }): Promise<MadeRefund> {
  const nowMs = await trx.nowMs()
  const written = await trx.sql.run(
    `update refund set state = 'refunded', refunded_at_ms = ?, due_at_ms = null
     where refund_id = ? and state = 'requested'`,
    ...[nowMs, refundId],
  )
  const { refund } = await readRefund(trx, refundId)
  if (written === 1) await bookRefund(trx, refund, nowMs)
  return refund
}

async function bookRefund(trx: Trx, refund: MadeRefund, nowMs: number): Promise<void> {
  const { refundId, paymentId, amount, reason } = refund
  await trx.sql.run(
    `update payment set refunded_minor = refunded_minor + ?, version = version + 1
     where payment_id = ?`,
    ...[amount.amountMinor, paymentId],
  )
  const [books] = await trx.sql.all<BooksRow>(
    `select order_id as orderId, reservation_id as reservationId, member_id as memberId, state,
       amount_minor as amountMinor, refunded_minor as refundedMinor, version
     from payment where payment_id = ?`,
    paymentId,
  )
  assert(books !== undefined, 'a refund belongs to a payment')
  const { orderId, reservationId, memberId, state, version } = books
  const next = stateAfter(state, stepOfRefund(books))
  assert(next !== null, `money was given back for a payment that is ${state}`)
  await trx.sql.run('update payment set state = ? where payment_id = ?', next, paymentId)
  const data: DataOf<typeof paymentEvents.refunded> = {
    paymentId,
    orderId,
    reservationId,
    memberId,
    refundId,
    amount,
    refundedTotal: money(books.refundedMinor, amount.currency),
    captured: money(books.amountMinor, amount.currency),
    reason,
    refundedAtMs: nowMs,
  }
  const { type } = paymentEvents.refunded
  await announce(trx, nowMs, [{ type, subject: paymentId, version, data }])
}

type BooksRow = {
  orderId: string
  reservationId: string
  memberId: string
  state: PaymentState
  amountMinor: number
  refundedMinor: number
  version: number
}

/** Requested refunds that are due, the longest first, for this caller alone. */
async function claimRefunds(
  trx: Trx,
  { providers, limit }: { providers: readonly Provider[]; limit: number },
): Promise<RefundOrder[]> {
  const nowMs = await trx.nowMs()
  const rows = await trx.query
    .selectFrom('refund')
    .innerJoin('payment', 'payment.payment_id', 'refund.payment_id')
    .select(['refund_id', 'refund.payment_id', 'refund.amount_minor', 'currency', 'provider'])
    .select(['refund.due_at_ms', 'refund.tries'])
    .where('refund.due_at_ms', '<=', nowMs)
    .where('provider', 'in', providers)
    .orderBy('refund.due_at_ms')
    .orderBy('refund_id')
    .limit(limit)
    .execute()
  const claimed = await trx.sql.runEach(
    'update refund set due_at_ms = ?, tries = tries + 1 where refund_id = ? and due_at_ms = ?',
    rows.map(row => [nowMs + retryDelayMs(row.tries), row.refund_id, row.due_at_ms]),
  )
  return rows
    .filter((_, index) => claimed[index] === 1)
    .map(row => ({
      refundId: row.refund_id,
      paymentId: row.payment_id,
      provider: row.provider,
      amount: money(row.amount_minor, row.currency),
    }))
}

async function readRefund(
  trx: Trx,
  refundId: string,
): Promise<{ refund: MadeRefund; provider: Provider }> {
  const row = await trx.query
    .selectFrom('refund')
    .innerJoin('payment', 'payment.payment_id', 'refund.payment_id')
    .select(['refund.payment_id', 'refund.amount_minor', 'currency', 'reason', 'refund.state'])
    .select(['requested_at_ms', 'order_id', 'provider'])
    .where('refund_id', '=', refundId)
    .executeTakeFirstOrThrow()
  const { provider } = row
  return {
    provider,
    refund: {
      refundId,
      paymentId: row.payment_id,
      orderId: row.order_id,
      amount: money(row.amount_minor, row.currency),
      reason: row.reason,
      state: row.state,
      requestedAtMs: row.requested_at_ms,
    },
  }
}
