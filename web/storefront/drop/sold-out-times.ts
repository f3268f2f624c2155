import type { LedgerEntry } from '#contracts/ledger.ts'
import { followUnits } from './follow-units.ts'
import { firstLastUnit, type LastUnit, missedUnit, wentOnAfter } from './last-unit-of.ts'

/** The first entries of a ledger; there is more of it where `nextCursor` is not null. */
type FirstEntries = {
  readonly items: readonly LedgerEntry[]
  readonly nextCursor: string | null
}

export type SoldOutTimes = {
  /** The first time; null where the entries tell of none. */
  readonly first: LastUnit | null
  /** It was sold out once more since. */
  readonly isAgain: boolean
  /** The last unit that the press might have got; null where it is not known. */
  readonly missed: LastUnit | null
  /** All were taken at the press, and the ledger does not tell of it yet. */
  readonly isUnderWay: boolean
}

/** When a drop was sold out, for who looks at it or pressed too late. */
export function soldOutTimes(
  { items, nextCursor }: FirstEntries,
  pressedAtMs: number | null,
): SoldOutTimes {
  const steps = [...followUnits(items)]
  const first = firstLastUnit(steps)
  const isWhole = nextCursor === null
  const missed = pressedAtMs === null ? null : missedUnit(steps, pressedAtMs, isWhole)
  return {
    first,
    isAgain: first !== null && wentOnAfter(steps, first),
    missed: missed?.last ?? null,
    isUnderWay: isWhole && missed?.wasFree === true && missed.last === null,
  }
}

/** Two spans in seconds, to a tenth, or to the millisecond where tenths do not tell them apart. */
export function tellApart(oneMs: number, otherMs: number): readonly [string, string] {
  const inSeconds = (digits: number) =>
    [oneMs, otherMs].map(ms => (ms / 1_000).toFixed(digits)) as [string, string]
  const [one, other] = inSeconds(1)
  return one === other ? inSeconds(3) : [one, other]
}
