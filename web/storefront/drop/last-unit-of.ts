import type { LedgerEntry } from '#contracts/ledger.ts'

/** When the last free unit went for the first time, and to which number; null where it never did. */
export function lastUnitOf(
  entries: readonly LedgerEntry[],
): { readonly atMs: number; readonly position: number } | null {
  let free = 0
  for (const { kind, atMs, units, delta = 0, quantity = 0, position } of entries) {
    if (kind === 'planned') free = units ?? 0
    else if (kind === 'units_changed') free += delta
    else if (kind === 'reserved') free -= quantity
    else if (kind === 'released' || kind === 'expired' || kind === 'returned') free += quantity
    if (kind === 'reserved' && free <= 0 && position !== undefined) return { atMs, position }
  }
  return null
}
