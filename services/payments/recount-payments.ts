import type { Drift, Recount } from '#platform/database/recount.ts'
import type { PaymentsDeps } from './payments-deps.ts'
import { type CountedPayment, RECOUNTED_AT_ONCE } from './recount-payments-store.ts'

/** Holds each payment against its refunds: their sums, and its state. */
export function recountPayments({ database }: Pick<PaymentsDeps, 'database'>): Recount {
  async function* pass(): AsyncGenerator<readonly Drift[], void> {
    for (let after: string | null = ''; after !== null; ) {
      const payments: CountedPayment[] = await database.read.listCountedPayments({ after })
      yield payments.flatMap(driftOf)
      after = payments.length < RECOUNTED_AT_ONCE ? null : (payments.at(-1)?.paymentId ?? null)
    }
  }
  return { job: 'payments.recount_rows', invariants: ['payment_refunds'], pass }
}

/** What is asked back and given back is what the refunds add up to, and the state says so. */
function driftOf(payment: CountedPayment): Drift[] {
  const { paymentId, state, amountMinor, requestedMinor, refundedMinor } = payment
  const { rowsRequestedMinor, rowsRefundedMinor } = payment
  const agrees = requestedMinor === rowsRequestedMinor && refundedMinor === rowsRefundedMinor
  if (agrees && stateSays(payment)) return []
  const sums = { requestedMinor, refundedMinor, rowsRequestedMinor, rowsRefundedMinor }
  return [{ invariant: 'payment_refunds', about: { paymentId, state, amountMinor, ...sums } }]
}

function stateSays({ state, amountMinor, refundedMinor }: CountedPayment): boolean {
  if (state === 'refunded') return refundedMinor === amountMinor
  if (state === 'partially_refunded') return refundedMinor > 0 && refundedMinor < amountMinor
  return refundedMinor === 0
}
