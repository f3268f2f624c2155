import type { Confirmed } from '#contracts/payments.ts'
import { type Refusal, refuse } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { CaptureAnswer } from './payment-provider.ts'
import type { Attempt, VoidCause } from './payment-tables.ts'
import { type PaymentsParts, providerOf } from './payments-deps.ts'

/** What the one who confirmed is told of an attempt that is settled, or waits. */
type Settled = Confirmed | Refusal<'illegal_transition' | 'try_again'>

/** Asks the provider for the money, under the payment's key. */
export function capture(parts: PaymentsParts, attempt: Attempt): Promise<CaptureAnswer> {
  const { paymentId, amount, providerKey } = attempt
  return providerOf(parts, attempt.provider).ask(provider =>
    provider.capture({ paymentId, attempt: attempt.attempt, amount, providerKey }),
  )
}

/** Writes what the provider answered. The live confirmation and the reconciler meet here. */
export async function settle(
  parts: PaymentsParts,
  attempt: Attempt,
  answer: CaptureAnswer,
): Promise<Settled> {
  switch (answer.outcome) {
    case 'captured':
      return settleCaptured(parts, attempt, answer.providerPaymentId)
    case 'declined':
      return settleDeclined(parts, attempt, answer.declineCode)
    case 'voided':
      return settleVoided(parts, attempt, 'barred')
    case 'unknown':
      await parts.database.write.handOver({ attempt })
      return { paymentId: attempt.paymentId, state: 'pending' }
  }
}

async function settleCaptured(
  parts: PaymentsParts,
  attempt: Attempt,
  providerPaymentId: string,
): Promise<Settled> {
  const nowMs = parts.clock.nowMs()
  const written = await parts.database.write.writeCaptured({ attempt, providerPaymentId, nowMs })
  if (written === 'superseded') return whatIsKnown(parts, attempt)
  return { paymentId: attempt.paymentId, state: 'captured' }
}

async function settleDeclined(
  parts: PaymentsParts,
  attempt: Attempt,
  declineCode: string,
): Promise<Settled> {
  const nowMs = parts.clock.nowMs()
  const written = await parts.database.write.writeDeclined({ attempt, declineCode, nowMs })
  if (written === 'superseded') return whatIsKnown(parts, attempt)
  await unpin(parts, attempt)
  return { paymentId: attempt.paymentId, state: 'declined', declineCode }
}

export async function settleVoided(
  parts: PaymentsParts,
  attempt: Attempt,
  because: VoidCause,
): Promise<Settled> {
  const written = await parts.database.write.writeVoided({ attempt, because })
  if (written === 'superseded') return whatIsKnown(parts, attempt)
  await unpin(parts, attempt)
  return refuse('illegal_transition')
}

/** Lets the pin of an attempt go that ended without money. What fails here, the job repeats. */
export async function unpin(
  { stock, database, log }: PaymentsParts,
  ended: Attempt,
): Promise<void> {
  const { paymentId, attempt } = ended
  try {
    await stock.unpin(pinOf(ended), fromService)
    await database.write.writeUnpinned({ paymentId, attempt })
  } catch (error) {
    log.warn({ err: error, paymentId, attempt }, 'a pin is still to be let go')
  }
}

/** What stock is asked for, the same in a pin and in its end. */
export function pinOf({ memberId, reservationId, paymentId, attempt }: Attempt) {
  return { memberId, reservationId, paymentId, attempt }
}

/** Somebody else has ended this attempt: what its key is told is what was written then. */
export async function whatIsKnown({ database }: PaymentsParts, attempt: Attempt): Promise<Settled> {
  const { memberId, confirmationKey } = attempt
  const known = await database.read.recallConfirmation({ memberId, key: confirmationKey })
  return known ?? refuse('try_again')
}
