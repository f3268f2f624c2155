import type { PaymentMethod } from '#contracts/providers.ts'
import { forgetKey, keptKey } from '#web/kit/press-key.ts'

export const methods: readonly PaymentMethod[] = ['card', 'bank_transfer', 'easy_pay']

/** Of entering payment: one payment for each order and method, however often the page is opened. */
export const enterKey = (orderId: string, method: PaymentMethod): string =>
  keptKey(`enter:${orderId}:${method}`)

/** Of an attempt to pay: kept until it has an outcome, so that no press pays twice. */
export const payKey = (paymentId: string): string => keptKey(`pay:${paymentId}`)

/** The attempt has an outcome: the next press is another attempt. */
export const endAttempt = (paymentId: string): void => forgetKey(`pay:${paymentId}`)

/** The payment is no longer good for anything: the next press enters another. */
export const endEntry = (orderId: string, method: PaymentMethod): void =>
  forgetKey(`enter:${orderId}:${method}`)

/** The order is paid, or can no longer be. */
export function endAllEntries(orderId: string): void {
  for (const method of methods) endEntry(orderId, method)
}
