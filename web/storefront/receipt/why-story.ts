import type { LedgerEntry } from '#contracts/ledger.ts'
import { lastUnitOf } from '#web/storefront/drop/last-unit-of.ts'

/** What a ledger tells those who got nothing. */
export type WhyStory = {
  /** Null where a unit has been free all the time. */
  readonly lastUnit: { readonly atMs: number; readonly position: number } | null
  /** Units that came back after that. */
  readonly cameBack: number
  readonly offered: number
  readonly joined: number
}

const comesBack = new Set<LedgerEntry['kind']>(['released', 'expired', 'returned'])

/** Reads the story off the entries of a ledger, in their order. */
export function whyStory(entries: readonly LedgerEntry[]): WhyStory {
  const lastUnit = lastUnitOf(entries)
  const later = entries.filter(({ atMs }) => lastUnit !== null && atMs >= lastUnit.atMs)
  const counted = (kind: LedgerEntry['kind']) => entries.filter(entry => entry.kind === kind).length
  return {
    lastUnit,
    cameBack: later
      .filter(({ kind }) => comesBack.has(kind))
      .reduce((units, { quantity = 0 }) => units + quantity, 0),
    offered: counted('offered'),
    joined: counted('joined'),
  }
}
