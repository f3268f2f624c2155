import type { OrderKey } from './order-read-store.ts'

/** Behind this key stand all orders. */
const start: OrderKey = { placedAtMs: Number.MAX_SAFE_INTEGER, orderId: '' }

export function cursorOf({ placedAtMs, orderId }: OrderKey): string {
  return Buffer.from(`${placedAtMs}.${orderId}`).toString('base64url')
}

/** The key that a cursor tells, the start without one, null for what was never a cursor. */
export function keyOf(cursor: string | undefined): OrderKey | null {
  if (cursor === undefined) return start
  const text = Buffer.from(cursor, 'base64url').toString()
  const [, placedAt, orderId] = /^(\d{1,16})\.([0-9a-f-]{36})$/.exec(text) ?? []
  if (placedAt === undefined || orderId === undefined) return null
  return { placedAtMs: Number(placedAt), orderId }
}
