import { catalogApi } from '#contracts/catalog.ts'
import { membersApi } from '#contracts/members.ts'
import { notificationsApi } from '#contracts/notifications.ts'
import { ordersApi } from '#contracts/orders.ts'
import { paymentsApi } from '#contracts/payments.ts'
import { stockApi } from '#contracts/stock.ts'
import type { AccessTokens } from '#platform/access-token.ts'
import type { Clock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { Live } from '#platform/live.ts'
import type { Log } from '#platform/log.ts'
import type { Passwords } from '#platform/password.ts'
import type { PersonalData } from '#platform/personal-data.ts'
import { catalogService } from '#services/catalog/catalog-service.ts'
import { membersService } from '#services/members/members-service.ts'
import { mailboxTransport } from '#services/notifications/mail-transport.mailbox.ts'
import { notificationsService } from '#services/notifications/notifications-service.ts'
import { ordersService } from '#services/orders/orders-service.ts'
import type { PaymentProvider } from '#services/payments/payment-provider.ts'
import { paymentsService } from '#services/payments/payments-service.ts'
import { memoryStockGate } from '#services/stock/stock-gate.memory.ts'
import { stockService } from '#services/stock/stock-service.ts'
import { type CallersOf, lateCallers, type ServicesOf } from './late-callers.ts'
import type { Databases } from './open-databases.ts'

/** What the services of one process share. */
export type Shared = {
  readonly databases: Databases
  readonly clock: Clock
  readonly log: Log
  readonly live: Live
  readonly accessTokens: AccessTokens
  readonly passwords: Passwords
  readonly personalData: PersonalData
  readonly provider: PaymentProvider
  readonly config: Pick<Config, 'publicUrl' | 'orderHoldMs' | 'rateLimits'>
  /** Whether what services say to each other is copied, as between processes. */
  readonly copies: boolean
  /** Runs a job now. */
  readonly wake: (job: string) => void
}

/** What each service can be asked. */
export const apis = {
  catalog: catalogApi,
  members: membersApi,
  notifications: notificationsApi,
  orders: ordersApi,
  payments: paymentsApi,
  stock: stockApi,
} as const

export type Services = ServicesOf<typeof apis>
export type Callers = CallersOf<typeof apis>

/** Makes the services and lets them know each other, all in this process. */
export function wireServices(shared: Shared): { services: Services; callers: Callers } {
  const { databases, clock, config, copies } = shared
  const { callers, bind } = lateCallers(apis)
  const { catalog, members, notifications, stock } = callers
  const common = { ...shared, ...config, ids: { next: () => uuidv7(clock.nowMs()) } }

  const services: Services = {
    stock: stockService({ ...common, database: databases.stock, gate: memoryStockGate() }),
    catalog: catalogService({ ...common, database: databases.catalog, stock }),
    orders: ordersService({ ...common, database: databases.orders, stock, catalog, members }),
    payments: paymentsService({ ...common, database: databases.payments, stock }),
    members: membersService({
      ...common,
      database: databases.members,
      notifications,
    }),
    notifications: notificationsService({
      ...common,
      database: databases.notifications,
      members,
      transport: mailboxTransport,
    }),
  }
  bind(services, { copies })
  return { services, callers }
}
