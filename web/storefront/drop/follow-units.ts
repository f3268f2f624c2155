import type { LedgerEntry } from '#contracts/ledger.ts'

export type UnitsStep = {
  readonly entry: LedgerEntry
  /** Units that the entry gave back to the drop. */
  readonly back: number
  /** Units that were free after it. */
  readonly free: number
  /** Units that the drop had after it. */
  readonly units: number
}

/**
 * Goes through the entries of a ledger from its first, with the units that each of them moved. What
 * ends a reservation names only its position: how many it held stands where it began.
 */
export function* followUnits(entries: readonly LedgerEntry[]): Generator<UnitsStep> {
  const heldAt = new Map<number | undefined, number>()
  let [free, units] = [0, 0]
  for (const entry of entries) {
    const { kind, position, quantity = 0 } = entry
    let back = 0
    // A plan is told again where the closing changes: what is taken meanwhile stays taken.
    if (kind === 'planned' || kind === 'units_changed') {
      const unitsAfter = entry.units ?? units
      free += unitsAfter - units
      units = unitsAfter
    } else if (kind === 'reserved' || kind === 'offered') {
      heldAt.set(position, quantity)
      free -= quantity
    } else if (kind === 'released' || kind === 'expired') back = heldAt.get(position) ?? 0
    else if (kind === 'returned') back = quantity
    free += back
    yield { entry, back, free, units }
  }
}
