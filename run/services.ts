import { catalogApi, catalogStreams } from '#contracts/catalog.ts'
import { membersApi } from '#contracts/members.ts'
import { notificationsApi } from '#contracts/notifications.ts'
import { orderStreams, ordersApi } from '#contracts/orders.ts'
import { paymentsApi } from '#contracts/payments.ts'
import { stockApi, stockStreams } from '#contracts/stock.ts'
import type { CallersOf, ServicesOf } from './late-callers.ts'

/** What each service can be asked. */
export const apis = {
  catalog: catalogApi,
  members: membersApi,
  notifications: notificationsApi,
  orders: ordersApi,
  payments: paymentsApi,
  stock: stockApi,
} as const

/** What can be followed live; the gateway offers it, whichever process the service is in. */
export const streams = {
  catalog: catalogStreams,
  orders: orderStreams,
  stock: stockStreams,
} as const

export type ServiceName = keyof typeof apis
export type Services = ServicesOf<typeof apis>
export type Callers = CallersOf<typeof apis>

export const serviceNames = Object.keys(apis) as readonly ServiceName[]

/** What may run in a process of its own. */
export type ShopPart = ServiceName | 'gateway'
export const shopParts: readonly ShopPart[] = ['gateway', ...serviceNames]
