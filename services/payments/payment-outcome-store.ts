import type { DataOf } from '#contracts/event.ts'
import { paymentEvents } from '#contracts/payments.ts'
import type { Transaction } from '#platform/database/database.ts'
import { announce } from '#platform/events/outbox.ts'
import type { Attempt, PaymentsTables, VoidCause } from './payment-tables.ts'

/**
 * The ends of an attempt. Each is guarded by the attempt's number, so that of all who may hold the
 * provider's answer (the confirmation itself, the reconciler, a later one's) exactly one writes it;
 * the others are told `superseded` and look up what was written.
 */

type Trx = Transaction<PaymentsTables>

export type Written = 'written' | 'superseded'

export const writes = {
  writeCaptured,
  writeDeclined,
  writeVoided,
  undoAttempt,
  handOver,
  writeUnpinned,
}

const THIS_ATTEMPT = `where payment_id = ? and state = 'confirming' and attempt = ?`

// The one who wrote the decline lets the pin go itself; the reconciler only when that one died.
const UNPIN_GRACE_MS = 5_000

type Ending = {
  readonly attempt: Attempt
  /** The shop's time, as its process follows it: nothing is decided by it. */
  readonly nowMs: number
}
type Capture = Ending & { readonly providerPaymentId: string }
type Decline = Ending & { readonly declineCode: string }

/**
 * The money is taken, and that is announced, whatever stock will say to it; also where the attempt
 * was undone meanwhile by a process that could not pin, while another asked for the money.
 */
async function writeCaptured(
  trx: Trx,
  { attempt, providerPaymentId, nowMs }: Capture,
): Promise<Written> {
  const version = attempt.version + 1
  const written = await trx.sql.run(
    `update payment set state = 'captured', provider_payment_id = ?, captured_at_ms = ?,
       unpin_attempt = null, due_at_ms = null, version = ?
     where payment_id = ? and state in ('confirming', 'ready') and attempt = ?`,
    ...[providerPaymentId, nowMs, version, attempt.paymentId, attempt.attempt],
  )
  if (written === 0) return 'superseded'
  const { type } = paymentEvents.captured
  const data: DataOf<typeof paymentEvents.captured> = {
    ...subjectOf(attempt),
    amount: attempt.amount,
    capturedAtMs: nowMs,
  }
  await announce(trx, nowMs, [{ type, subject: attempt.paymentId, version, data }])
  return 'written'
}

/** Another attempt may follow. The pin is owed to stock until it was let go. */
async function writeDeclined(trx: Trx, { attempt, declineCode, nowMs }: Decline): Promise<Written> {
  const version = attempt.version + 1
  const written = await trx.sql.run(
    `update payment set state = 'declined', decline_code = ?, unpin_attempt = attempt, tries = 0,
       due_at_ms = ?, version = ?
     ${THIS_ATTEMPT}`,
    ...[declineCode, nowMs + UNPIN_GRACE_MS, version, attempt.paymentId, attempt.attempt],
  )
  if (written === 0) return 'superseded'
  await trx.sql.later(
    'update confirmation set decline_code = ? where member_id = ? and idempotency_key = ?',
    [declineCode, attempt.memberId, attempt.confirmationKey],
  )
  const { type } = paymentEvents.declined
  const data: DataOf<typeof paymentEvents.declined> = {
    ...subjectOf(attempt),
    amount: attempt.amount,
    declineCode,
    declinedAtMs: nowMs,
  }
  await announce(trx, nowMs, [{ type, subject: attempt.paymentId, version, data }])
  return 'written'
}

/** Nothing was taken and nothing will be. The key is forgotten, as after any refusal. */
async function writeVoided(
  trx: Trx,
  { attempt, because }: { attempt: Attempt; because: VoidCause },
): Promise<Written> {
  const written = await trx.sql.run(
    `update payment set state = 'voided', voided_because = ?, unpin_attempt = attempt, tries = 0,
       due_at_ms = ?
     ${THIS_ATTEMPT}`,
    ...[because, (await trx.nowMs()) + UNPIN_GRACE_MS, attempt.paymentId, attempt.attempt],
  )
  if (written === 0) return 'superseded'
  await forgetKey(trx, attempt)
  return 'written'
}

/**
 * The pin was refused, or nobody knows whether it was given (`pin: 'owed'`: then stock is still to
 * be told that this attempt is over). Its number stays used, so that a late pin is an old one.
 */
async function undoAttempt(
  trx: Trx,
  { attempt, pin }: { attempt: Attempt; pin: 'refused' | 'owed' },
): Promise<Written> {
  const nowMs = await trx.nowMs()
  const owed = pin === 'owed' ? 'attempt' : 'unpin_attempt'
  // MySQL sees the columns to the left as they are already written: unpin_attempt comes last.
  const written = await trx.sql.run(
    `update payment set state = 'ready', confirmation_key = null, tries = 0,
       due_at_ms = case when ${owed} is null then null else ? end, unpin_attempt = ${owed}
     ${THIS_ATTEMPT}`,
    ...[nowMs, attempt.paymentId, attempt.attempt],
  )
  if (written === 0) return 'superseded'
  await forgetKey(trx, attempt)
  return 'written'
}

/** The answer is lost: the reconciler need not wait for the time that a live attempt has. */
async function handOver(trx: Trx, { attempt }: { attempt: Attempt }): Promise<Written> {
  const written = await trx.sql.run(
    `update payment set due_at_ms = ? ${THIS_ATTEMPT}`,
    ...[await trx.nowMs(), attempt.paymentId, attempt.attempt],
  )
  return written === 1 ? 'written' : 'superseded'
}

/** Stock has let the pin of this attempt go. A newer attempt on its way keeps its due instant. */
async function writeUnpinned(
  trx: Trx,
  { paymentId, attempt }: { paymentId: string; attempt: number },
): Promise<Written> {
  const written = await trx.sql.run(
    `update payment set unpin_attempt = null,
       due_at_ms = case when state = 'confirming' then due_at_ms else null end
     where payment_id = ? and unpin_attempt = ?`,
    ...[paymentId, attempt],
  )
  return written === 1 ? 'written' : 'superseded'
}

async function forgetKey(trx: Trx, { memberId, confirmationKey }: Attempt): Promise<void> {
  await trx.sql.run(
    'delete from confirmation where member_id = ? and idempotency_key = ?',
    ...[memberId, confirmationKey],
  )
}

function subjectOf({ paymentId, orderId, reservationId, memberId }: Attempt) {
  return { paymentId, orderId, reservationId, memberId }
}
