import type { Money } from '#contracts/money.ts'
import type { PaymentState } from '#contracts/payments.ts'
import type { DifferenceKind } from '#contracts/reconciliation.ts'
import type { Statement } from './payment-provider.ts'

/** A payment as it is written here. */
export type Books = {
  readonly state: PaymentState
  readonly amount: Money
  /** Asked for, whether it was given back by now or not. */
  readonly refundRequestedMinor: number
  /** Given back, as far as we know. */
  readonly refundedMinor: number
}

export type FoundDifference = {
  readonly kind: DifferenceKind
  readonly expectedMinor: number | null
  readonly foundMinor: number | null
}

/**
 * Where our books and the provider's differ. What is still on its way is no difference: a payment
 * that is being confirmed, and a refund that was asked for, which may have been given by now.
 */
export function differencesOf(books: Books, statement: Statement): FoundDifference[] {
  if (books.state === 'confirming') return []
  const { amountMinor } = books.amount
  if (statement.outcome === 'unknown') {
    return [{ kind: 'not_compared', expectedMinor: null, foundMinor: null }]
  }
  if (statement.outcome === 'not_captured') {
    return isCaptured(books.state)
      ? [{ kind: 'capture_missing', expectedMinor: amountMinor, foundMinor: 0 }]
      : []
  }
  const captured = statement.captured.amountMinor
  if (!isCaptured(books.state)) return unknownCapture(captured - statement.refunded.amountMinor)
  return [
    ...(captured === amountMinor
      ? []
      : [{ kind: 'amount_differs' as const, expectedMinor: amountMinor, foundMinor: captured }]),
    ...refundDifferences(books, statement.refunded.amountMinor),
  ]
}

/** What is here not captured and there given back whole is nobody's money any more. */
function unknownCapture(keptMinor: number): FoundDifference[] {
  return keptMinor === 0
    ? []
    : [{ kind: 'capture_unknown', expectedMinor: 0, foundMinor: keptMinor }]
}

function refundDifferences(
  { refundedMinor, refundRequestedMinor }: Books,
  foundMinor: number,
): FoundDifference[] {
  if (foundMinor < refundedMinor) {
    return [{ kind: 'refund_missing', expectedMinor: refundedMinor, foundMinor }]
  }
  return foundMinor > refundRequestedMinor
    ? [{ kind: 'refund_unknown', expectedMinor: refundRequestedMinor, foundMinor }]
    : []
}

const isCaptured = (state: PaymentState): boolean =>
  state === 'captured' || state === 'partially_refunded' || state === 'refunded'

/** What a difference means, and what to do about it: nothing of it is repaired by itself. */
export const meanings: Readonly<Record<DifferenceKind, string>> = {
  capture_missing:
    'The order is paid here, and the provider has taken nothing. Look it up there; if that is so, do not ship.',
  capture_unknown:
    'The provider has taken money that no order stands behind. Give it back in the provider’s console.',
  amount_differs:
    'The provider has taken another amount than the order’s. Somebody changed it there: compare the two.',
  refund_missing:
    'Less went back than is written here, as when a bank refused a refund. Give the rest back in the provider’s console.',
  refund_unknown:
    'More went back than was asked for here, as by a refund in the provider’s console. Take it into account before refunding here.',
  not_compared:
    'The provider could not tell, or its keys are not configured any more. The next comparison asks again.',
}
