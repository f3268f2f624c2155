import type { Order } from '#contracts/orders.ts'
import { isClockKnown } from '#web/kit/server-clock.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { usePaymentsOf } from '#web/storefront/orders/use-payments-of.ts'
import { checkoutScene } from './checkout-scene.ts'

/** While something is to come it is asked for again: the order's stream tells of captures only. */
const AGAIN_MS = 3_000

/** What is to be shown of an order that may be to pay; its payments are undefined until they were read. */
export function useCheckoutScene(order: Order, isConfirming = false) {
  const { state, expiresAtMs } = order
  const nowMs = useServerNow(expiresAtMs)
  const isTimeOver = expiresAtMs !== undefined && isClockKnown() && nowMs >= expiresAtMs
  const { payments, isLatest, hasFailed } = usePaymentsOf(order, {
    isTimeOver,
    everyMs: known =>
      (isTimeOver && state === 'awaiting_payment') ||
      known.some(payment => payment.state === 'confirming')
        ? AGAIN_MS
        : false,
  })
  return {
    payments,
    scene: checkoutScene({ order, isTimeOver, payments, isLatest, hasFailed, isConfirming }),
  }
}
