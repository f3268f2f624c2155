import { hkdfSync } from 'node:crypto'
import type { Clock } from '#platform/clock.ts'
import { openSqlite, startDatabaseThread } from '#platform/database.sqlite.ts'
import type { Database } from '#platform/database.ts'
import type { Keyring } from '#platform/keyring.ts'
import type { StockSettings } from '#services/stock/stock-tables.ts'

type Catalog = typeof import('#services/catalog/catalog-store.ts')
type Members = typeof import('#services/members/members-store.ts')
type Notifications = typeof import('#services/notifications/notifications-store.ts')
type Orders = typeof import('#services/orders/orders-store.ts')
type Payments = typeof import('#services/payments/payments-store.ts')
type Simulator = typeof import('#services/payments/simulator-store.ts')
type Stock = typeof import('#services/stock/stock-store.ts')

export type Databases = {
  readonly catalog: Database<Catalog>
  readonly members: Database<Members>
  readonly notifications: Database<Notifications>
  readonly orders: Database<Orders>
  readonly payments: Database<Payments>
  /** The memory of the simulated payment provider: not the shop's, and not told by the shop. */
  readonly simulator: Database<Simulator>
  readonly stock: Database<Stock>
}

type Options = { readonly folder: string; readonly clock: Clock; readonly keyring: Keyring }

/**
 * Opens every database of the shop and brings its schema up to date. Stock has a thread for
 * itself, because the rush is there; the others share one.
 */
export async function openDatabases({
  folder,
  clock,
  keyring,
}: Options): Promise<Databases & AsyncDisposable> {
  await using opened = new AsyncDisposableStack()
  const rush = opened.use(startDatabaseThread(clock))
  const rest = opened.use(startDatabaseThread(clock))
  const [stock, catalog, members, notifications, orders, payments, simulator] = await Promise.all([
    openSqlite<Stock>(rush, folder, 'stock', stores.stock, stockSettings(keyring)),
    openSqlite<Catalog>(rest, folder, 'catalog', stores.catalog),
    openSqlite<Members>(rest, folder, 'members', stores.members),
    openSqlite<Notifications>(rest, folder, 'notifications', stores.notifications),
    openSqlite<Orders>(rest, folder, 'orders', stores.orders),
    openSqlite<Payments>(rest, folder, 'payments', stores.payments),
    openSqlite<Simulator>(rest, folder, 'simulator', stores.simulator),
  ])
  const databases = { stock, catalog, members, notifications, orders, payments, simulator }
  for (const database of Object.values(databases)) opened.use(database)
  const all = opened.move()
  return { ...databases, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}

/** Opens the members' database alone, beside a running shop. */
export async function openMembersDatabase({
  folder,
  clock,
}: Pick<Options, 'folder' | 'clock'>): Promise<Database<Members>> {
  await using opened = new AsyncDisposableStack()
  const thread = opened.use(startDatabaseThread(clock))
  const database = opened.use(await openSqlite<Members>(thread, folder, 'members', stores.members))
  const all = opened.move()
  return { ...database, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}

const stores = {
  catalog: import.meta.resolve('#services/catalog/catalog-store.ts'),
  members: import.meta.resolve('#services/members/members-store.ts'),
  notifications: import.meta.resolve('#services/notifications/notifications-store.ts'),
  orders: import.meta.resolve('#services/orders/orders-store.ts'),
  payments: import.meta.resolve('#services/payments/payments-store.ts'),
  simulator: import.meta.resolve('#services/payments/simulator-store.ts'),
  stock: import.meta.resolve('#services/stock/stock-store.ts'),
} as const

/** The pseudonyms' secret comes from the index key: one less to keep, and neither tells the other. */
function stockSettings({ signing: [signingKey], indexKey }: Keyring): StockSettings {
  const secret = hkdfSync('sha256', indexKey, '', 'firstcome ledger pseudonyms', 32)
  return { signingKey, pseudonymSecret: new Uint8Array(secret) }
}
