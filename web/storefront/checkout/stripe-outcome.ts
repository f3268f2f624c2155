import type { WindowOutcome } from './window-outcome.ts'

/** What Stripe.js says of a confirmation; its types have more. */
export type StripeResult = {
  readonly error?: {
    readonly type: string
    readonly code?: string
    readonly decline_code?: string
    readonly payment_intent?: { readonly status: string }
  }
  readonly paymentIntent?: { readonly status: string }
}

/** The bank holds the money, or it is taken already: there is nothing more to ask the shopper. */
export const isHeld = (status: string | undefined): boolean =>
  status === 'requires_capture' || status === 'succeeded' || status === 'processing'

export function stripeOutcome({ error }: StripeResult): WindowOutcome {
  // In another tab it was confirmed before.
  if (error === undefined || isHeld(error.payment_intent?.status)) return { is: 'authorized' }
  const code = error.decline_code ?? error.code
  if (error.type === 'card_error') return { is: 'declined', declineCode: code }
  if (error.type === 'validation_error') return { is: 'incomplete' }
  return { is: 'left', code: code ?? error.type }
}
