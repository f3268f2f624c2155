import { catalogApi, catalogStreams } from '#contracts/catalog.ts'
import { gatewayApi } from '#contracts/gateway-api.ts'
import { membersApi } from '#contracts/members.ts'
import { notificationsApi } from '#contracts/notifications.ts'
import type { Api, Streams } from '#contracts/operation.ts'
import { orderStreams, ordersApi } from '#contracts/orders.ts'
import { paymentsApi } from '#contracts/payments.ts'
import { stockApi, stockStreams } from '#contracts/stock.ts'

/**
 * All that a browser may ask for. Loaded where the bundle is made; in the browser only its types
 * are known (`import type`), so that no schema is sent to a phone.
 */
export const apis = {
  catalog: catalogApi,
  gateway: gatewayApi,
  members: membersApi,
  notifications: notificationsApi,
  orders: ordersApi,
  payments: paymentsApi,
  stock: stockApi,
} as const satisfies Readonly<Record<string, Api>>

export const streams = {
  catalog: catalogStreams,
  orders: orderStreams,
  stock: stockStreams,
} as const satisfies Readonly<Record<string, Streams>>
