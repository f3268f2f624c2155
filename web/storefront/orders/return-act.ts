import type { Order } from '#contracts/orders.ts'

/**
 * The name of one return, under which its key is kept: of the order, as it stands when somebody
 * begins. Who presses again because no answer came asks for the same; who sees the return among the
 * others means another one.
 */
export const returnAct = ({ orderId, returns }: Pick<Order, 'orderId' | 'returns'>): string =>
  `return:${orderId}:${returns.length}`
