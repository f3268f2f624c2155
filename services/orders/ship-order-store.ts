import { type Parcel, tryMoves } from './move-orders-store.ts'
import type { OrderTransaction } from './orders-tables.ts'

/**
 * Ships a paid order that has an address; any other stays as it is, and so does one whose money
 * went back, unless it is meant even so.
 */
export async function shipOrder(
  trx: OrderTransaction,
  parcel: Parcel & { readonly orderId: string; readonly evenPaidBack: boolean },
): Promise<{ readonly outcome: 'moved' | 'stays' }> {
  const atMs = await trx.nowMs()
  const move = { to: 'shipped', atMs, ...parcel } as const
  const moved = await tryMoves(trx, 'shipped', [move])
  return { outcome: moved.length === 1 ? 'moved' : 'stays' }
}

/** A shipped order has arrived. */
export async function deliverOrder(
  trx: OrderTransaction,
  { orderId }: { readonly orderId: string },
): Promise<{ readonly outcome: 'moved' | 'stays' }> {
  const move = { to: 'delivered', orderId, atMs: await trx.nowMs() } as const
  const moved = await tryMoves(trx, 'delivered', [move])
  return { outcome: moved.length === 1 ? 'moved' : 'stays' }
}
