import type { LedgerEntry } from '#contracts/ledger.ts'
import { followUnits, type UnitsStep } from '#web/storefront/drop/follow-units.ts'
import {
  firstLastUnit,
  type LastUnit,
  type MissedUnit,
  missedUnit,
} from '#web/storefront/drop/last-unit-of.ts'

/** What a ledger tells those who got nothing. */
export type WhyStory = {
  /** With so many units it opened, whatever has become of them. */
  readonly openedWith: number
  /** The first time that none was free any more. Null where a unit has been free all the time. */
  readonly lastUnit: LastUnit | null
  /** What the press might have got; null where there was none, or the entries do not reach it. */
  readonly missed: MissedUnit | null
  /** What became free again before that went, where it was not there from the opening. */
  readonly freed: FreedUnits | null
  readonly since: SinceThen
  readonly offered: number
  readonly joined: number
}

/** The first of the units that became free at once or one by one. */
export type FreedUnits = {
  readonly atMs: number
  readonly units: number
  /** Whose they were; null where they were added to the sale. */
  readonly position: number | null
}

/** After the last unit went that the press might have got; without a press, after the first time. */
export type SinceThen = {
  readonly cameBack: number
  readonly added: number
  /** The first and the last number that was given since; null where none was. */
  readonly numbers: { readonly from: number; readonly to: number } | null
}

type Asked = {
  readonly opensAtMs: number
  readonly pressedAtMs: number | null
  /** Whether the entries are all that there are. */
  readonly isWhole: boolean
}

/** Reads the story off the entries of a ledger, in their order from its first. */
export function whyStory(
  entries: readonly LedgerEntry[],
  { opensAtMs, pressedAtMs, isWhole }: Asked,
): WhyStory {
  const steps = [...followUnits(entries)]
  // A drop may be planned after its opening.
  const opening = steps.findLast(({ entry }) => entry.atMs <= opensAtMs)
  const lastUnit = firstLastUnit(steps)
  const missed = pressedAtMs === null ? null : missedUnit(steps, pressedAtMs, isWhole)
  const from = missed?.last ?? lastUnit
  const isAgain = from !== null && from.index !== lastUnit?.index
  const counted = (kind: LedgerEntry['kind']) => entries.filter(entry => entry.kind === kind).length
  return {
    openedWith: opening?.units ?? entries[0]?.units ?? 0,
    lastUnit,
    missed,
    freed: isAgain ? freedUnits(steps.slice(0, from.index)) : null,
    since: sinceThen(from === null ? [] : steps.slice(from.index + 1)),
    offered: counted('offered'),
    joined: counted('joined'),
  }
}

function freedUnits(steps: readonly UnitsStep[]): FreedUnits | null {
  const wasGone = (at: number) => (steps[at - 1]?.free ?? 0) <= 0
  const step = steps.findLast(({ free }, at) => free > 0 && wasGone(at))
  if (step === undefined) return null
  const { entry, free, back } = step
  return { atMs: entry.atMs, units: free, position: back > 0 ? (entry.position ?? null) : null }
}

function sinceThen(steps: readonly UnitsStep[]): SinceThen {
  const sum = (units: readonly number[]) => units.reduce((all, each) => all + each, 0)
  const given = steps.flatMap(({ entry: { kind, position } }) =>
    (kind === 'reserved' || kind === 'offered') && position !== undefined ? [position] : [],
  )
  const [from, to] = [given[0], given.at(-1)]
  return {
    cameBack: sum(steps.map(({ back }) => back)),
    added: sum(steps.map(({ entry }) => Math.max(0, entry.delta ?? 0))),
    numbers: from === undefined || to === undefined ? null : { from, to },
  }
}
