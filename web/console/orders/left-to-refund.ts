import type { Payment } from '#contracts/payments.ts'

/** What can still be given back of a payment, in minor units: what is on its way is gone already. */
export function leftToRefund({ state, amount, refunds }: Payment): number {
  if (state !== 'captured' && state !== 'partially_refunded') return 0
  return amount.amountMinor - refunds.reduce((all, refund) => all + refund.amount.amountMinor, 0)
}
