import type { ServiceName } from './services.ts'

type Topic = ServiceName | `${ServiceName}.apart`

/**
 * The topics that each service reads, without the shop's prefix: what follows from its subscription,
 * for whoever looks from outside.
 */
export const listeners = {
  stock: ['payments'],
  orders: ['stock', 'payments'],
  payments: ['stock.apart'],
  notifications: ['orders', 'payments', 'stock.apart'],
} as const satisfies Partial<Record<ServiceName, readonly Topic[]>>
