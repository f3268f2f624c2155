import type { Money } from '#contracts/money.ts'
import type { PaymentMethod, Provider, ProviderWindow } from '#contracts/providers.ts'

/**
 * Whoever moves the money. Every adapter passes `payment-provider.contract.ts`.
 *
 * The payment's key at the provider is the paymentId: at most one capture stands under it, ever.
 * A decline is final for its attempt alone: the same attempt asked again is declined again, the
 * next attempt is a new question. An adapter therefore makes one payment object of the provider's
 * per paymentId, and gives each request the idempotency key `paymentId:attempt`.
 *
 * Whatever is thrown, or takes too long, is taken as `unknown`: it may have happened or not.
 */
export type PaymentProvider = {
  readonly name: Provider
  /** The ways of paying that it takes. */
  readonly methods: readonly PaymentMethod[]
  /** Null: whoever pays stays on the page of the shop. */
  readonly window: ProviderWindow | null
  /**
   * Opens the payment there, where that is done ahead, and gives what the browser needs for the
   * provider's own window. Asked again, it opens nothing new and gives the same.
   */
  open(payment: OpenRequest): Promise<OpenAnswer>
  /** Takes the money, once, however often and from wherever it is asked. */
  capture(request: CaptureRequest): Promise<CaptureAnswer>
  /** What became of an attempt. A capture under the payment's key is told whichever made it. */
  lookup(attempt: AttemptKey): Promise<LookupAnswer>
  /** Bars the payment's key: nothing was taken under it, and nothing will be. */
  void(payment: { readonly paymentId: string }): Promise<VoidAnswer>
  /** Gives money back, once per refundId, and never more in all than was captured. */
  refund(request: RefundRequest): Promise<RefundAnswer>
  /** How the payment stands in the provider's books. */
  statement(payment: { readonly paymentId: string }): Promise<Statement>
  /** What a message of the provider's is about. Whatever it says, only asking tells what is so. */
  readWebhook(webhook: Webhook): WebhookReading
  /** Rejects where the provider does not answer. Asks for nothing else. */
  probe(): Promise<void>
}

type ClientSettings = Readonly<Record<string, string>>

export type OpenAnswer =
  | { readonly outcome: 'opened'; readonly client: ClientSettings }
  /** It never takes this payment: the amount is too small, the currency or the method not its own. */
  | { readonly outcome: 'refused'; readonly code: string }

export type OpenRequest = {
  readonly paymentId: string
  readonly orderId: string
  readonly method: PaymentMethod
  readonly amount: Money
}

export type AttemptKey = { readonly paymentId: string; readonly attempt: number }

export type CaptureRequest = AttemptKey & {
  readonly amount: Money
  /** What the provider's own window gave to the browser; null where there was none. */
  readonly providerKey: string | null
}

type RefundRequest = {
  readonly refundId: string
  readonly paymentId: string
  readonly amount: Money
}

/** The answer is lost, or the provider itself does not know yet. */
type Unknown = { readonly outcome: 'unknown' }

type Captured = { readonly outcome: 'captured'; readonly providerPaymentId: string }
type Declined = { readonly outcome: 'declined'; readonly declineCode: string }
type Voided = { readonly outcome: 'voided' }

export type CaptureAnswer = Captured | Declined | Voided | Unknown

/** `not_found`: this attempt has not arrived. It may still be on its way. */
export type LookupAnswer = CaptureAnswer | { readonly outcome: 'not_found' }

export type VoidAnswer = Voided | Captured | Unknown

export type RefundAnswer =
  | { readonly outcome: 'refunded' }
  /** Not captured, or more than is left of the capture. */
  | { readonly outcome: 'refused' }
  | Unknown

export type Statement =
  | { readonly outcome: 'captured'; readonly captured: Money; readonly refunded: Money }
  | { readonly outcome: 'not_captured' }
  | Unknown

export type Webhook = {
  /** As it was sent, byte for byte: a signature is over that. */
  readonly body: string
  /** The header that vouches for it; null where there was none. */
  readonly signature: string | null
}

export type WebhookReading =
  | {
      readonly outcome: 'hint'
      readonly type: string
      readonly paymentId: string
      /** The same for the same message, however often it is sent. */
      readonly messageId: string
    }
  /** Nothing that concerns a payment of ours. */
  | { readonly outcome: 'other' }
  /** Not signed by the provider, or so long ago that somebody else may send it again. */
  | { readonly outcome: 'forged' }
