import type { LedgerEntry } from '#contracts/ledger.ts'
import { followUnits } from '#web/storefront/drop/follow-units.ts'
import { type LastUnit, takenLast } from '#web/storefront/drop/last-unit-of.ts'

/** What a ledger tells those who got nothing. */
export type WhyStory = {
  /** With so many units it opened, whatever has become of them. */
  readonly openedWith: number
  /** Null where a unit has been free all the time. */
  readonly lastUnit: LastUnit | null
  /** Units that came back after that. */
  readonly cameBack: number
  readonly offered: number
  readonly joined: number
}

/** Reads the story off the entries of a ledger, in their order. */
export function whyStory(entries: readonly LedgerEntry[], opensAtMs: number): WhyStory {
  // A drop may be planned after its opening.
  let openedWith = entries[0]?.units ?? 0
  let lastUnit: LastUnit | null = null
  let cameBack = 0
  for (const step of followUnits(entries)) {
    if (step.entry.atMs <= opensAtMs) openedWith = step.units
    if (lastUnit === null) lastUnit = takenLast(step)
    else cameBack += step.back
  }
  const counted = (kind: LedgerEntry['kind']) => entries.filter(entry => entry.kind === kind).length
  return { openedWith, lastUnit, cameBack, offered: counted('offered'), joined: counted('joined') }
}
