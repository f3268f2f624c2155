import type { Payment } from '#contracts/payments.ts'

/**
 * The name of one refund, under which its key is kept: of the payment, as it stands when somebody
 * begins. Who presses again because no answer came, reload or not, still sees the payment so and
 * asks for the same; who sees the refund among the others means another one.
 */
export const refundAct = ({ paymentId, refunds }: Pick<Payment, 'paymentId' | 'refunds'>): string =>
  `refund:${paymentId}:${refunds.length}`
