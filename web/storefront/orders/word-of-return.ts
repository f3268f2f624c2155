import type { Order } from '#contracts/orders.ts'

type Return = Order['returns'][number]

/** What is said of a return: its money comes with it, or was given back before without goods. */
export function wordOfReturn({ state, refund }: Return, { refunded }: Pick<Order, 'refunded'>) {
  const wasPaidBefore = refund.amountMinor === 0 && refunded.amountMinor > 0
  if (state === 'requested') return wasPaidBefore ? 'returnRequestedPaid' : 'returnRequested'
  return wasPaidBefore ? 'returnCompletedPaid' : 'returnCompleted'
}
