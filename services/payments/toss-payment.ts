import { money } from '#contracts/money.ts'
import type { Statement } from './payment-provider.ts'
import { objectOf, textOf } from './webhook-json.ts'

type Fields = Readonly<Record<string, unknown>>

/** What we read of a Payment object of Toss Payments (API version 2022-11-16). */
export type TossPayment = {
  readonly paymentKey: string
  /** The paymentId: what Toss calls an order is our payment. */
  readonly orderId: string
  readonly status: string
  readonly totalAmount: number
  readonly currency: string
  /** Null: it was never approved, so nothing was taken. */
  readonly approvedAt: string | null
  readonly failureCode: string | null
  readonly cancels: readonly TossCancel[]
}

type TossCancel = {
  readonly cancelAmount: number
  readonly cancelReason: string
  readonly isDone: boolean
}

/** Reads a Payment object; null where it is none. */
export function tossPaymentOf(body: Fields): TossPayment | null {
  const [paymentKey, orderId, status] = [body.paymentKey, body.orderId, body.status].map(textOf)
  const { totalAmount } = body
  if (paymentKey == null || orderId == null || status == null) return null
  if (typeof totalAmount !== 'number') return null
  const cancels = Array.isArray(body.cancels) ? body.cancels : []
  return {
    ...{ paymentKey, orderId, status, totalAmount, currency: textOf(body.currency) ?? 'KRW' },
    approvedAt: textOf(body.approvedAt),
    failureCode: textOf(objectOf(body.failure)?.code),
    cancels: cancels.map(cancelOf),
  }
}

function cancelOf(cancel: unknown): TossCancel {
  const { cancelAmount, cancelReason, cancelStatus } = objectOf(cancel) ?? {}
  return {
    cancelAmount: typeof cancelAmount === 'number' ? cancelAmount : 0,
    cancelReason: textOf(cancelReason) ?? '',
    isDone: cancelStatus === undefined || cancelStatus === 'DONE',
  }
}

/**
 * What a payment's state means. `open`: authenticated (인증) and not yet approved (승인); that ends by
 * itself when its time is over. A cancelled one was captured first, unless it was never approved.
 */
export function tossStanding(
  payment: TossPayment,
): 'captured' | 'open' | 'failed' | 'waiting_for_deposit' | 'unknown' {
  switch (payment.status) {
    case 'DONE':
    case 'PARTIAL_CANCELED':
      return 'captured'
    case 'CANCELED':
      return payment.approvedAt === null ? 'failed' : 'captured'
    case 'ABORTED':
    case 'EXPIRED':
      return 'failed'
    case 'READY':
    case 'IN_PROGRESS':
      return 'open'
    case 'WAITING_FOR_DEPOSIT':
      return 'waiting_for_deposit'
    default:
      return 'unknown'
  }
}

export function tossStatement(payment: TossPayment): Statement {
  const standing = tossStanding(payment)
  if (standing === 'unknown') return { outcome: 'unknown' }
  if (standing !== 'captured') return { outcome: 'not_captured' }
  const refunded = payment.cancels
    .filter(({ isDone }) => isDone)
    .reduce((sum, { cancelAmount }) => sum + cancelAmount, 0)
  return {
    outcome: 'captured',
    captured: money(payment.totalAmount, payment.currency),
    refunded: money(refunded, payment.currency),
  }
}

/** Toss keeps idempotency keys for 15 days, reasons for ever: by this a refund is known again. */
export const cancelReasonOf = (refundId: string): string => `환불 ${refundId}`
