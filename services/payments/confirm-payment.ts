import assert from 'node:assert/strict'
import type { CallContext } from '#contracts/operation.ts'
import type { Confirmed, PaymentState } from '#contracts/payments.ts'
import { isRefusal, Problem, type Refusal, refuse } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { confirmability } from './payment.ts'
import type { Attempt, VoidCause } from './payment-tables.ts'
import { confirmableBy, type PaymentsParts } from './payments-deps.ts'
import { capture, pinOf, settle, whatIsKnown } from './settle-attempt.ts'

type ConfirmInput = { readonly paymentId: string; readonly providerKey?: string }

type Refused = Refusal<
  | 'not_found'
  | 'reservation_expired'
  | 'reservation_ended'
  | 'payment_in_flight'
  | 'idempotency_conflict'
  | 'illegal_transition'
  | 'try_again'
>

// Between its deadline and the reconciler's take-over, a live attempt has time to write its end.
const GRACE_MS = 5_000

/** As long as a provider that answers nobody is left alone. */
const RETRY_AFTER_SECONDS = 5

/**
 * Pays: records the attempt, pins the reservation, asks the provider, writes the answer; in this
 * order, so that whatever dies in between leaves a record from which `recover-payments.ts` goes on.
 */
export async function confirmPayment(
  parts: PaymentsParts,
  { paymentId, providerKey }: ConfirmInput,
  { caller, idempotencyKey }: CallContext,
): Promise<Confirmed | Refused> {
  assert(caller !== null && idempotencyKey !== undefined, 'the gateway lets nobody else in')
  const { memberId } = caller
  const shut = await whileShut(parts, { paymentId, memberId, key: idempotencyKey })
  if (shut !== null) return shut
  const begun = await parts.database.write.beginAttempt({
    paymentId,
    memberId,
    key: idempotencyKey,
    providerKey: providerKey ?? null,
    providers: confirmableBy(parts),
    takeOverAtMs: parts.clock.nowMs() + parts.confirmTimeoutMs + GRACE_MS,
  })
  switch (begun.outcome) {
    case 'begun':
      return carryOut(parts, begun.attempt)
    case 'known':
      return begun.answer
    case 'not_found':
      return refuse('not_found')
    case 'conflict':
      return refuse('idempotency_conflict')
    case 'in_flight':
      return refuse('payment_in_flight')
    case 'voided':
      return refuse(refusalOfVoided(begun.because))
    case 'other_provider':
      return refuse('illegal_transition')
    case 'moved':
      return refuse('try_again', { retryAfterSeconds: 1 })
  }
}

/**
 * Where the payment's provider answers nobody, nothing is begun and no unit is pinned: the shopper is
 * told at once. A key that was accepted is told what is known.
 */
async function whileShut(
  { database, providers }: PaymentsParts,
  { paymentId, memberId, key }: { paymentId: string; memberId: string; key: string },
): Promise<Confirmed | Refused | null> {
  if (![...providers.values()].some(({ isShut }) => isShut())) return null
  const payment = await database.read.readPayment({ paymentId, memberId })
  if (payment === null || providers.get(payment.provider)?.isShut() !== true) return null
  const known = await database.read.recallConfirmation({ memberId, key })
  // What was accepted is compared with what was asked then, where an attempt begins.
  if (known !== null || isSettled(payment.state)) return null
  return refuse('try_again', { retryAfterSeconds: RETRY_AFTER_SECONDS })
}

/** Nobody needs to be asked for these. */
const isSettled = (state: PaymentState): boolean => confirmability(state) !== 'confirmable'

async function carryOut(parts: PaymentsParts, attempt: Attempt): Promise<Confirmed | Refused> {
  parts.inFlight.add(attempt.paymentId)
  try {
    const refused = await pin(parts, attempt)
    if (refused !== null) return refused
    return await settle(parts, attempt, await capture(parts, attempt))
  } finally {
    parts.inFlight.delete(attempt.paymentId)
  }
}

/**
 * Pins the reservation for this attempt. Refused, the attempt is undone and its key is free again.
 * Where stock cannot be asked it is undone too, so that nothing is taken behind the back of a
 * shopper who was told to try again; the pin, should it have been given, is let go by the job.
 */
async function pin(parts: PaymentsParts, attempt: Attempt): Promise<Confirmed | Refused | null> {
  const { stock, database } = parts
  try {
    const answer = await stock.pin(pinOf(attempt), fromService)
    if (!isRefusal(answer)) return null
    // Whose pin stands in the way nobody knows here: a late one of this attempt must be let go too.
    const owed = answer.refused === 'payment_in_flight'
    const undone = await database.write.undoAttempt({ attempt, pin: owed ? 'owed' : 'refused' })
    if (undone === 'superseded') return whatIsKnown(parts, attempt)
    return refuse(answer.refused === 'not_found' ? 'reservation_ended' : answer.refused)
  } catch (error) {
    await database.write.undoAttempt({ attempt, pin: 'owed' })
    throw error instanceof Problem ? error : new Problem('try_again', undefined, { cause: error })
  }
}

/** The nearest word for a payment that was barred while nobody looked. */
function refusalOfVoided(because: VoidCause | null) {
  return because === 'reservation_expired' || because === 'reservation_ended'
    ? because
    : 'illegal_transition'
}
