import { catalogApi, catalogStreams } from '#contracts/catalog.ts'
import { gatewayApi } from '#contracts/gateway-api.ts'
import { membersApi } from '#contracts/members.ts'
import { notificationsApi } from '#contracts/notifications.ts'
import { orderStreams, ordersApi } from '#contracts/orders.ts'
import { paymentsApi } from '#contracts/payments.ts'
import { stockApi, stockStreams } from '#contracts/stock.ts'
import type { Door } from './door.ts'

const nobody = (api: object): object =>
  Object.fromEntries(Object.keys(api).map(name => [name, async () => null]))

/** Every contract of the shop, with nobody behind it: for tests that look at contracts only. */
export const allDoors: readonly Door[] = [
  { name: 'members', api: membersApi, calls: nobody(membersApi) },
  { name: 'catalog', api: catalogApi, calls: nobody(catalogApi), streams: catalogStreams },
  { name: 'stock', api: stockApi, calls: nobody(stockApi), streams: stockStreams },
  { name: 'orders', api: ordersApi, calls: nobody(ordersApi), streams: orderStreams },
  { name: 'payments', api: paymentsApi, calls: nobody(paymentsApi) },
  { name: 'notifications', api: notificationsApi, calls: nobody(notificationsApi) },
  { name: 'gateway', api: gatewayApi, calls: nobody(gatewayApi) },
]
