import { orderEvents } from '#contracts/orders.ts'
import { paymentEvents } from '#contracts/payments.ts'
import { stockEvents } from '#contracts/stock.ts'
import type { announcing } from './shop-rows-store.ts'

type Announcing = (typeof announcing)[number]

/** The events that each service acts upon; what else is announced moves its cursor only by chance. */
export const heardBy: Readonly<Record<Announcing, readonly { readonly type: string }[]>> = {
  stock: [paymentEvents.captured],
  payments: [stockEvents.commitRefused],
  orders: [
    stockEvents.reserved,
    stockEvents.committed,
    stockEvents.released,
    paymentEvents.refunded,
  ],
  notifications: [
    orderEvents.paid,
    orderEvents.shipped,
    orderEvents.delivered,
    paymentEvents.declined,
    paymentEvents.refunded,
    stockEvents.offered,
  ],
}
