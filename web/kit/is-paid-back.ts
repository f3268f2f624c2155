import type { Order } from '#contracts/orders.ts'

type Paid = Pick<Order, 'state' | 'total' | 'refunded'>

/**
 * Whether all the money of an order that still waits to be shipped went back: the shop does not
 * ship it by itself then.
 */
export const isPaidBack = ({ state, total, refunded }: Paid): boolean =>
  state === 'paid' && refunded.amountMinor > 0 && refunded.amountMinor >= total.amountMinor
