import type { Money } from '#contracts/money.ts'
import type { PaymentMethod, Provider } from '#contracts/providers.ts'
import type { Transaction } from '#platform/database/database.ts'
import {
  type KeyedRequest,
  pruneAnswers,
  type Recalled,
  recall,
  remember,
} from '#platform/database/idempotency.ts'
import type { PaymentsTables } from './payment-tables.ts'

export type Entry = {
  readonly request: KeyedRequest
  /** JSON text. */
  readonly answer: string
  /** The shop's time, as its process follows it: nothing is decided by it. */
  readonly nowMs: number
  readonly payment: {
    readonly paymentId: string
    readonly orderId: string
    readonly reservationId: string
    readonly memberId: string
    readonly method: PaymentMethod
    readonly provider: Provider
    readonly amount: Money
  }
}

export type Entered = { readonly outcome: 'entered' } | Recalled

export const reads = { recallEntry: recall<PaymentsTables> }
export const writes = { enter, pruneAnswers: pruneAnswers<PaymentsTables> }

/** Makes a payment ready, unless its key was accepted before. */
async function enter(
  trx: Transaction<PaymentsTables>,
  { request, answer, nowMs, payment }: Entry,
): Promise<Entered> {
  const inserted = await trx.sql.run(
    `insert into payment (payment_id, order_id, reservation_id, member_id, method, provider,
       state, amount_minor, currency, created_at_ms)
     select ?, ?, ?, ?, ?, ?, 'ready', ?, ?, ? from (select 1 as one) as single
     where not exists (
       select 1 from idempotency where member_id = ? and scope = ? and idempotency_key = ?)`,
    payment.paymentId,
    payment.orderId,
    payment.reservationId,
    payment.memberId,
    payment.method,
    payment.provider,
    payment.amount.amountMinor,
    payment.amount.currency,
    nowMs,
    request.memberId,
    request.scope,
    request.key,
  )
  if (inserted === 0) return recall(trx, request)
  await remember(trx, request, answer, nowMs)
  return { outcome: 'entered' }
}
