import type { Money } from '#contracts/money.ts'
import type { Order } from '#contracts/orders.ts'

/** What of an order's money has not gone back yet. */
export const moneyLeft = ({ total, refunded }: Pick<Order, 'total' | 'refunded'>): Money => ({
  ...total,
  amountMinor: Math.max(0, total.amountMinor - refunded.amountMinor),
})

/** What is said of the money before an order is cancelled: only what is left of it comes back. */
export function wordOfCancelling(order: Pick<Order, 'state' | 'total' | 'refunded'>) {
  if (order.state !== 'paid') return 'cancelUnpaidText'
  if (order.refunded.amountMinor === 0) return 'cancelPaidText'
  return moneyLeft(order).amountMinor === 0 ? 'cancelNothingText' : 'cancelLeftText'
}
