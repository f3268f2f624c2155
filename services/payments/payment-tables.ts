import type { Money } from '#contracts/money.ts'
import type { PaymentState, Refund } from '#contracts/payments.ts'
import type { PaymentMethod, Provider } from '#contracts/providers.ts'
import type { DifferenceKind } from '#contracts/reconciliation.ts'

export type PaymentTable = {
  readonly payment_id: string
  readonly order_id: string
  readonly reservation_id: string
  readonly member_id: string
  readonly method: PaymentMethod
  readonly provider: Provider
  readonly provider_payment_id: string | null
  readonly state: PaymentState
  readonly amount_minor: number
  readonly currency: string
  readonly refund_requested_minor: number
  readonly refunded_minor: number
  /** Of the newest attempt. */
  readonly decline_code: string | null
  readonly voided_because: VoidCause | null
  /** How many confirmations were begun; the newest one's number. */
  readonly attempt: number
  /** The key that began the newest attempt. */
  readonly confirmation_key: string | null
  /** The attempt whose pin stock has still to let go. */
  readonly unpin_attempt: number | null
  /** When the reconciler is to look at it; null where nothing is open. */
  readonly due_at_ms: number | null
  readonly tries: number
  /** How many facts were announced about it. */
  readonly version: number
  readonly created_at_ms: number
  readonly captured_at_ms: number | null
}

/** A key that was accepted for a confirmation, and the attempt that it stands for. */
type ConfirmationTable = {
  readonly member_id: string
  readonly idempotency_key: string
  readonly payment_id: string
  readonly attempt: number
  readonly provider_key: string | null
  readonly decline_code: string | null
}

export type RefundTable = {
  readonly refund_id: string
  readonly payment_id: string
  readonly amount_minor: number
  readonly reason: string
  readonly state: Refund['state']
  /** The merchant and the key that asked; null where the shop itself did. */
  readonly requested_by: string | null
  readonly idempotency_key: string | null
  readonly requested_at_ms: number
  readonly refunded_at_ms: number | null
  readonly due_at_ms: number | null
  readonly tries: number
}

/** A message of a provider's, once for each message. */
type WebhookTable = {
  readonly webhook_id: string
  readonly provider: Provider
  readonly type: string
  readonly payment_id: string
  readonly received_at_ms: number
  /** How often it was sent. */
  readonly times: number
  /** When the provider is to be asked about its payment; null where that is done. */
  readonly due_at_ms: number | null
  readonly tries: number
}

export type PaymentsTables = {
  readonly payment: PaymentTable
  readonly confirmation: ConfirmationTable
  readonly refund: RefundTable
  readonly webhook: WebhookTable
  readonly reconciliation: ReconciliationTable
  readonly reconciliation_difference: DifferenceTable
}

/** A comparison of one day with the providers' books. */
export type ReconciliationTable = {
  readonly run_id: string
  readonly from_ms: number
  readonly to_ms: number
  readonly started_at_ms: number
  readonly finished_at_ms: number | null
  /** Payments are walked first, then the refunds of older ones. */
  readonly stage: 'payments' | 'refunds'
  /** The last that was compared in this stage. */
  readonly after_id: string | null
  readonly payments: number
  readonly refunds: number
  readonly differences: number
}

export type DifferenceTable = {
  readonly run_id: string
  readonly payment_id: string
  readonly kind: DifferenceKind
  readonly expected_minor: number | null
  readonly found_minor: number | null
  readonly currency: string
  readonly found_at_ms: number
}

/** Why a payment was voided: the refusal its pin met, or that the provider had barred it. */
export type VoidCause =
  | 'reservation_expired'
  | 'reservation_ended'
  | 'payment_in_flight'
  | 'not_found'
  | 'barred'

/** One confirmation on its way, with all that its steps need. */
export type Attempt = {
  readonly paymentId: string
  readonly orderId: string
  readonly reservationId: string
  readonly memberId: string
  readonly provider: Provider
  readonly amount: Money
  readonly attempt: number
  readonly confirmationKey: string
  readonly providerKey: string | null
  /** How many facts were announced about the payment before this attempt ends. */
  readonly version: number
}

/** A refund that the provider has still to be asked for. */
export type RefundOrder = {
  readonly refundId: string
  readonly paymentId: string
  readonly provider: Provider
  readonly amount: Money
}
