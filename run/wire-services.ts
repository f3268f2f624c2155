import type { Config } from '#platform/config.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { Live } from '#platform/live/live.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import type { Tracing } from '#platform/measures/trace.ts'
import type { DenyList } from '#platform/redis/deny-list.ts'
import type { AccessTokens } from '#platform/security/access-token.ts'
import type { Passwords } from '#platform/security/password.ts'
import type { PersonalData } from '#platform/security/personal-data.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { MailTransport } from '#services/notifications/mail-transport.ts'
import type { PaymentProvider } from '#services/payments/payment-provider.ts'
import type { StockGate } from '#services/stock/stock-gate.ts'
import type { DatabaseName, Databases } from './databases.ts'
import type { Callers, ServiceName, Services } from './services.ts'

/** What the services of one process share. */
export type Shared = {
  readonly databases: Partial<Databases>
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly tracing: Tracing | null
  readonly live: Live
  readonly denyList: DenyList | null
  readonly stockGate: StockGate
  readonly believedMs: number
  /** No other process runs any of these services. */
  readonly isAlone: boolean
  readonly accessTokens: AccessTokens
  readonly passwords: Passwords
  readonly personalData: PersonalData
  /** In a test: instead of the one that is configured. */
  readonly provider: PaymentProvider | null
  readonly config: Pick<
    Config,
    | 'publicUrl'
    | 'smtp'
    | 'dayMs'
    | 'orderHoldMs'
    | 'rateLimits'
    | 'payments'
    | 'simulator'
    | 'rehearsal'
  >
  /** How each service is asked, wherever it is. */
  readonly callers: Callers
  /** Runs a job now. */
  readonly wake: (job: string) => void
}

/** Makes these services. Each is loaded only where it runs. */
export async function wireServices(
  shared: Shared,
  names: readonly ServiceName[],
): Promise<Partial<Services>> {
  const made = names.map(async name => [name, await makers[name](shared)] as const)
  return Object.fromEntries(await Promise.all(made)) as Partial<Services>
}

const makers: {
  readonly [Name in ServiceName]: (shared: Shared) => Promise<Services[Name]>
} = {
  async stock(shared) {
    const { stockService } = await import('#services/stock/stock-service.ts')
    const { stockGate: gate } = shared
    const { catalog } = shared.callers
    return stockService({ ...common(shared), database: databaseOf(shared, 'stock'), gate, catalog })
  },

  async catalog(shared) {
    const { catalogService } = await import('#services/catalog/catalog-service.ts')
    const { stock, notifications } = shared.callers
    const database = databaseOf(shared, 'catalog')
    return catalogService({ ...common(shared), database, stock, notifications })
  },

  async orders(shared) {
    const { ordersService } = await import('#services/orders/orders-service.ts')
    const { stock, catalog, members, payments } = shared.callers
    const database = databaseOf(shared, 'orders')
    return ordersService({ ...common(shared), database, stock, catalog, members, payments })
  },

  async payments(shared) {
    const { paymentsService } = await import('#services/payments/payments-service.ts')
    const { stock } = shared.callers
    const { paymentProviders } = await import('./payment-providers.ts')
    const database = databaseOf(shared, 'payments')
    const providers = await paymentProviders({
      ...{ ...shared, database, simulator: databaseOf(shared, 'simulator') },
    })
    const { isAlone } = shared
    return paymentsService({ ...common(shared), ...providers, isAlone, database, stock })
  },

  async members(shared) {
    const { membersService } = await import('#services/members/members-service.ts')
    const { notifications, orders, payments, catalog, stock } = shared.callers
    const asked = { notifications, orders, payments, catalog, stock }
    return membersService({ ...common(shared), database: databaseOf(shared, 'members'), ...asked })
  },

  async notifications(shared) {
    const { notificationsService } = await import(
      '#services/notifications/notifications-service.ts'
    )
    const transport = await mailTransportOf(shared)
    const { members, stock } = shared.callers
    const database = databaseOf(shared, 'notifications')
    return notificationsService({ ...common(shared), database, members, stock, transport })
  },
}

const common = (shared: Shared) => ({
  ...shared,
  ...shared.config,
  ids: { next: () => uuidv7(shared.clock.nowMs()) },
})

async function mailTransportOf({ config }: Shared): Promise<MailTransport> {
  const { smtp, publicUrl } = config
  if (smtp === null) {
    const { mailboxTransport } = await import('#services/notifications/mail-transport.mailbox.ts')
    return mailboxTransport
  }
  const { smtpTransport } = await import('#services/notifications/mail-transport.smtp.ts')
  return smtpTransport({ smtp, publicUrl })
}

function databaseOf<Name extends DatabaseName>({ databases }: Shared, name: Name): Databases[Name] {
  const database = databases[name]
  if (database === undefined) throw new Error(`the ${name} database is not open in this process`)
  return database
}
