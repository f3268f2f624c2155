import type { LedgerEntry } from '#contracts/ledger.ts'

type Planned = Pick<LedgerEntry, 'kind' | 'units' | 'atMs'>

/**
 * With how many units a drop was to open, by the first entries of its ledger; null where they do not
 * tell. One that was planned to open at once, and whatever came after the opening, changes nothing.
 */
export function plannedUnits(entries: readonly Planned[], opensAtMs: number): number | null {
  const [first, ...later] = entries.filter(({ units }) => units !== undefined)
  const last = later.findLast(({ atMs }) => atMs < opensAtMs) ?? first
  return last?.units ?? null
}
