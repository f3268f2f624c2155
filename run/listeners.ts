import type { ServiceName } from './services.ts'

/** Whose events each service consumes: what stands in its subscription, for whoever looks from outside. */
export const listeners = {
  stock: ['payments'],
  orders: ['stock', 'payments'],
  payments: ['stock'],
  notifications: ['orders', 'payments', 'stock'],
} as const satisfies Partial<Record<ServiceName, readonly ServiceName[]>>
