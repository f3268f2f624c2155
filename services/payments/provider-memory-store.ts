import assert from 'node:assert/strict'
import type { Transaction } from '#platform/database/database.ts'
import type { PaymentsTables } from './payment-tables.ts'

/**
 * What the adapters of real providers must know of their own questions, for as long as payments
 * are kept: a provider forgets idempotency keys after days, and none lets a key be barred under
 * which nothing was asked yet. One row a payment, which is written first: so of an attempt and a
 * bar at once, one comes first and the other sees it.
 */

type Trx = Transaction<PaymentsTables>
type PaymentKey = { readonly paymentId: string }
type AttemptKey = PaymentKey & { readonly attempt: number }

export type Asked =
  /** `reference`: what the first who asked for this attempt had from the browser. */
  | { readonly outcome: 'asked'; readonly reference: string | null }
  | { readonly outcome: 'declined'; readonly declineCode: string }
  | { readonly outcome: 'barred' }

export type Recalled = {
  readonly isBarred: boolean
  /** The payment at the provider, where one was opened ahead. */
  readonly providerReference: string | null
  /** Null: it was never asked for. */
  readonly attempt: {
    readonly reference: string | null
    readonly declineCode: string | null
  } | null
}

/** What was opened ahead is looked at after this: its bank may hold money for nothing. */
const FIRST_LOOK_MS = 600_000

export const reads = { recallAsked }
export const writes = { beginAsking, keepDecline, keepReference, barPayment }

/** Notes that the provider is about to be asked for this attempt, unless its end is known. */
async function beginAsking(
  trx: Trx,
  { paymentId, attempt, reference }: AttemptKey & { readonly reference: string | null },
): Promise<Asked> {
  await lockPayment(trx, paymentId)
  await trx.sql.run(
    `insert into provider_attempt (payment_id, attempt, reference, asked_at_ms)
     select payment_id, ?, ?, ? from provider_payment
     where payment_id = ? and barred = 0 and not exists (
       select 1 from provider_attempt where payment_id = ? and attempt = ?)`,
    ...[attempt, reference, await trx.nowMs(), paymentId, paymentId, attempt],
  )
  const { isBarred, attempt: asked } = await recallAsked(trx, { paymentId, attempt })
  if (asked !== null && asked.declineCode !== null) {
    return { outcome: 'declined', declineCode: asked.declineCode }
  }
  if (isBarred || asked === null) return { outcome: 'barred' }
  return { outcome: 'asked', reference: asked.reference }
}

/** The first decline that is kept for an attempt stays. */
async function keepDecline(
  trx: Trx,
  { paymentId, attempt, declineCode }: AttemptKey & { readonly declineCode: string },
): Promise<string> {
  await trx.sql.run(
    `update provider_attempt set decline_code = ?
     where payment_id = ? and attempt = ? and decline_code is null`,
    ...[declineCode, paymentId, attempt],
  )
  const { attempt: asked } = await recallAsked(trx, { paymentId, attempt })
  return asked?.declineCode ?? declineCode
}

/** Keeps the name that the provider gave to the payment; the first one stays. */
async function keepReference(
  trx: Trx,
  { paymentId, reference }: PaymentKey & { readonly reference: string },
): Promise<string> {
  await lockPayment(trx, paymentId)
  await trx.sql.run(
    `update provider_payment set reference = ?, look_at_ms = ?
     where payment_id = ? and reference is null`,
    ...[reference, (await trx.nowMs()) + FIRST_LOOK_MS, paymentId],
  )
  const { providerReference } = await recallAsked(trx, { paymentId, attempt: 0 })
  assert(providerReference !== null, 'a reference was just kept')
  return providerReference
}

/**
 * From now on no attempt begins. Gives how many were asked for in the last `withinMs` whose end is
 * not known.
 */
async function barPayment(
  trx: Trx,
  { paymentId, withinMs }: PaymentKey & { readonly withinMs: number },
): Promise<{ readonly openAttempts: number }> {
  await lockPayment(trx, paymentId)
  await trx.sql.run('update provider_payment set barred = 1 where payment_id = ?', paymentId)
  const [open] = await trx.sql.all<{ openAttempts: number }>(
    `select count(*) as openAttempts from provider_attempt
     where payment_id = ? and decline_code is null and asked_at_ms > ?`,
    ...[paymentId, (await trx.nowMs()) - withinMs],
  )
  return { openAttempts: open?.openAttempts ?? 0 }
}

/** What is known of an attempt, without asking anybody. */
async function recallAsked(trx: Trx, { paymentId, attempt }: AttemptKey): Promise<Recalled> {
  const [row] = await trx.sql.all<RecalledRow>(
    `select barred, provider_payment.reference as providerReference,
       provider_attempt.attempt as asked, provider_attempt.reference as reference,
       decline_code as declineCode
     from provider_payment left join provider_attempt
       on provider_attempt.payment_id = provider_payment.payment_id and attempt = ?
     where provider_payment.payment_id = ?`,
    ...[attempt, paymentId],
  )
  if (row === undefined) return { isBarred: false, providerReference: null, attempt: null }
  const { barred, providerReference, asked, reference, declineCode } = row
  return {
    isBarred: barred === 1,
    providerReference,
    attempt: asked === null ? null : { reference, declineCode },
  }
}

type RecalledRow = {
  barred: number
  providerReference: string | null
  asked: number | null
  reference: string | null
  declineCode: string | null
}

/** Makes the payment's row where there is none; locks it until the end of the transaction. */
async function lockPayment(trx: Trx, paymentId: string): Promise<void> {
  const locked = await trx.sql.run(
    'update provider_payment set asks = asks + 1 where payment_id = ?',
    paymentId,
  )
  if (locked === 1) return
  await trx.sql.run(
    'insert into provider_payment (payment_id, barred, asks) values (?, 0, 1)',
    paymentId,
  )
}
