import { hkdfSync } from 'node:crypto'
import type { Database } from '#platform/database/database.ts'
import type { Keyring } from '#platform/security/keyring.ts'
import type { StockSettings } from '#services/stock/stock-tables.ts'
import type { ServiceName } from './services.ts'

export type Stores = {
  readonly catalog: typeof import('#services/catalog/catalog-store.ts')
  readonly members: typeof import('#services/members/members-store.ts')
  readonly notifications: typeof import('#services/notifications/notifications-store.ts')
  readonly orders: typeof import('#services/orders/orders-store.ts')
  readonly payments: typeof import('#services/payments/payments-store.ts')
  /** The memory of the simulated payment provider: not the shop's, and not told by the shop. */
  readonly simulator: typeof import('#services/payments/simulator-store.ts')
  readonly stock: typeof import('#services/stock/stock-store.ts')
}

export type DatabaseName = keyof Stores
export type Databases = { readonly [Name in DatabaseName]: Database<Stores[Name]> }

/** Where the stores' modules are, for whoever loads them: a thread, or this one. */
export const storeModules: { readonly [Name in DatabaseName]: string } = {
  catalog: import.meta.resolve('#services/catalog/catalog-store.ts'),
  members: import.meta.resolve('#services/members/members-store.ts'),
  notifications: import.meta.resolve('#services/notifications/notifications-store.ts'),
  orders: import.meta.resolve('#services/orders/orders-store.ts'),
  payments: import.meta.resolve('#services/payments/payments-store.ts'),
  simulator: import.meta.resolve('#services/payments/simulator-store.ts'),
  stock: import.meta.resolve('#services/stock/stock-store.ts'),
}

export const databaseNames = Object.keys(storeModules) as readonly DatabaseName[]

/** The databases that these services need. */
export function databasesOf(names: readonly ServiceName[]): DatabaseName[] {
  return names.flatMap(name =>
    name === 'payments' ? (['payments', 'simulator'] as const) : [name],
  )
}

/** What a database is told when it is opened; `dayMs` by whoever serves from it. */
export function settingsOf(
  name: DatabaseName,
  { keyring, dayMs }: { readonly keyring: Keyring; readonly dayMs?: number | undefined },
): unknown {
  if (name !== 'stock') return null
  return { ...stockSettings(keyring), ...(dayMs !== undefined && { dayMs }) }
}

/** The pseudonyms' secret comes from the index key: one less to keep, and neither tells the other. */
function stockSettings({ signing: [signingKey], indexKey }: Keyring): StockSettings {
  const secret = hkdfSync('sha256', indexKey, '', 'firstcome ledger pseudonyms', 32)
  return { signingKey, pseudonymSecret: new Uint8Array(secret) }
}
