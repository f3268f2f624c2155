import type { Confirmed, PaymentState } from '#contracts/payments.ts'
import { backoffMs } from '#platform/time/backoff.ts'
import type { LookupAnswer } from './payment-provider.ts'

/**
 * The life of a payment: from which state which step leads where. What is not here is refused,
 * and the guards of the SQL are written from this table.
 */
export const paymentTransitions = {
  ready: { confirm: 'confirming', release: 'voided' },
  confirming: { capture: 'captured', decline: 'declined', void: 'voided', undo: 'ready' },
  declined: { confirm: 'confirming', release: 'voided' },
  voided: {},
  captured: { refundPart: 'partially_refunded', refundRest: 'refunded' },
  partially_refunded: { refundPart: 'partially_refunded', refundRest: 'refunded' },
  refunded: {},
} as const satisfies Record<PaymentState, Partial<Record<PaymentStep, PaymentState>>>

export type PaymentStep =
  | 'confirm'
  | 'capture'
  | 'decline'
  | 'void'
  /** The pin was refused: it is as if this attempt had never been made. */
  | 'undo'
  /** Nobody goes on with it, and its reservation is over. */
  | 'release'
  | 'refundPart'
  | 'refundRest'

/** The state that follows, or null where the step is illegal. */
export function stateAfter(state: PaymentState, step: PaymentStep): PaymentState | null {
  const steps: Partial<Record<PaymentStep, PaymentState>> = paymentTransitions[state]
  return steps[step] ?? null
}

export const paymentStates = Object.keys(paymentTransitions) as readonly PaymentState[]

/** The states in which a step is legal. */
export function statesBefore(step: PaymentStep): readonly PaymentState[] {
  return paymentStates.filter(state => stateAfter(state, step) !== null)
}

/** What a confirmation means for a payment that is in this state. */
export function confirmability(
  state: PaymentState,
): 'confirmable' | 'in_flight' | 'captured' | 'voided' {
  if (stateAfter(state, 'confirm') !== null) return 'confirmable'
  if (state === 'confirming') return 'in_flight'
  return state === 'voided' ? 'voided' : 'captured'
}

type Known = {
  readonly paymentId: string
  readonly state: PaymentState
  /** The payment's newest attempt. */
  readonly attempt: number
  /** The attempt that this key began, and the decline it met, if it did. */
  readonly confirmed: { readonly attempt: number; readonly declineCode: string | null }
}

/**
 * What a key that was accepted is told when it comes again. A later attempt needs a decline before
 * it, and an attempt that was undone has forgotten its key, so that there is no fourth case.
 */
export function answerTo({ paymentId, state, attempt, confirmed }: Known): Confirmed {
  if (confirmed.declineCode !== null) {
    return { paymentId, state: 'declined', declineCode: confirmed.declineCode }
  }
  const pending = state === 'confirming' && confirmed.attempt === attempt
  return { paymentId, state: pending ? 'pending' : 'captured' }
}

type RecoveryStep = 'settle' | 'capture' | 'void' | 'wait'

/**
 * How an attempt goes on that was left between two steps, when its pin has been repeated and the
 * provider has been asked for it. Not found is no decline: the request may still be on its way, so
 * it is made again with its key, or barred by voiding the key where no unit stands behind it.
 */
export function recoveryStep(
  pin: 'pinned' | 'refused',
  found: LookupAnswer['outcome'],
): RecoveryStep {
  if (found === 'unknown') return 'wait'
  if (found === 'not_found') return pin === 'pinned' ? 'capture' : 'void'
  return 'settle'
}

type Books = {
  readonly amountMinor: number
  /** The sum of the refunds that are done. */
  readonly refundedMinor: number
}

/** The step that the payment takes with the refund that is in the books now. */
export function stepOfRefund(books: Books): 'refundPart' | 'refundRest' {
  return books.refundedMinor === books.amountMinor ? 'refundRest' : 'refundPart'
}

const LONGEST_DELAY_MS = 60_000

/** How long to wait before a question is put again that `tries` times found no answer. */
export function retryDelayMs(tries: number): number {
  return backoffMs(tries, LONGEST_DELAY_MS)
}
