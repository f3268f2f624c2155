import type { LedgerEntry } from '#contracts/ledger.ts'
import { followUnits, type UnitsStep } from './follow-units.ts'

export type LastUnit = { readonly atMs: number; readonly position: number }

/** When the last free unit went for the first time, and to which number; null where it never did. */
export function lastUnitOf(entries: readonly LedgerEntry[]): LastUnit | null {
  for (const step of followUnits(entries)) {
    const last = takenLast(step)
    if (last !== null) return last
  }
  return null
}

/** Null where the step was not taking the last free unit. */
export function takenLast({ entry: { kind, atMs, position }, free }: UnitsStep): LastUnit | null {
  return kind === 'reserved' && free <= 0 && position !== undefined ? { atMs, position } : null
}
