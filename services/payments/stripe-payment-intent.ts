import { money } from '#contracts/money.ts'
import type { CaptureAnswer, Statement } from './payment-provider.ts'
import { objectOf, textOf } from './webhook-json.ts'

type Fields = Readonly<Record<string, unknown>>

/** What we read of a PaymentIntent of Stripe's. */
export type PaymentIntent = {
  readonly id: string
  readonly status: string
  readonly clientSecret: string
  readonly amountReceived: number
  readonly amountRefunded: number
  readonly currency: string
  /** Why the shopper's last try with a card was refused. */
  readonly lastError: string | null
}

/** Reads a PaymentIntent; null where it is none. Its charge is read where it came along. */
export function paymentIntentOf(body: Fields | null): PaymentIntent | null {
  if (body === null || body.object !== 'payment_intent') return null
  const [id, status] = [textOf(body.id), textOf(body.status)]
  if (id === null || status === null) return null
  return {
    ...{ id, status, clientSecret: textOf(body.client_secret) ?? '' },
    amountReceived: amountOf(body.amount_received),
    amountRefunded: amountOf(objectOf(body.latest_charge)?.amount_refunded),
    currency: (textOf(body.currency) ?? 'krw').toUpperCase(),
    lastError: declineCodeOf(objectOf(body.last_payment_error)),
  }
}

/** The nearest word for what a card was refused for: the bank's, else Stripe's. */
export function declineCodeOf(error: Fields | null): string | null {
  return textOf(error?.decline_code) ?? textOf(error?.code)
}

/**
 * What a payment's state means for a capture. `capturable`: the shopper's bank holds the money for
 * us. `unpaid`: the shopper has not come so far, or the card was refused.
 */
export function intentStanding({
  status,
}: PaymentIntent): 'captured' | 'capturable' | 'unpaid' | 'voided' | 'unknown' {
  switch (status) {
    case 'succeeded':
      return 'captured'
    case 'requires_capture':
      return 'capturable'
    case 'canceled':
      return 'voided'
    case 'requires_payment_method':
    case 'requires_confirmation':
    case 'requires_action':
      return 'unpaid'
    default:
      return 'unknown'
  }
}

/** Captured or voided, where that is so; otherwise nobody knows yet. */
export function certainOf(intent: PaymentIntent): CaptureAnswer {
  const standing = intentStanding(intent)
  if (standing === 'captured') return { outcome: 'captured', providerPaymentId: intent.id }
  return { outcome: standing === 'voided' ? 'voided' : 'unknown' }
}

export function intentStatement(intent: PaymentIntent): Statement {
  const standing = intentStanding(intent)
  if (standing === 'unknown') return { outcome: 'unknown' }
  if (standing !== 'captured') return { outcome: 'not_captured' }
  const { amountReceived, amountRefunded, currency } = intent
  return {
    outcome: 'captured',
    captured: money(amountReceived, currency),
    refunded: money(amountRefunded, currency),
  }
}

const amountOf = (value: unknown): number => (typeof value === 'number' ? value : 0)
