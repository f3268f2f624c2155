import type { UnitsStep } from './follow-units.ts'

/** How a drop came to have no free unit any more. */
export type LastUnit = {
  /** Of the entry that says so. */
  readonly index: number
  readonly atMs: number
  /** Who got it; null where it was taken out of the sale. */
  readonly position: number | null
}

/** What a ledger tells of a press that got nothing. */
export type MissedUnit = {
  /** Whether a unit was free at the instant of the press. */
  readonly wasFree: boolean
  /**
   * Where one was free, the last that went after the press; else the last that had gone before.
   * Null where none went.
   */
  readonly last: LastUnit | null
}

/** When the last free unit went for the first time; null where it never did. */
export const firstLastUnit = (steps: readonly UnitsStep[]): LastUnit | null =>
  lastUnitOf(steps.find(step => lastUnitOf(step) !== null))

/** Whether newcomers got units again after the last one had gone. */
export const wentOnAfter = (steps: readonly UnitsStep[], { index }: LastUnit): boolean =>
  steps.some(({ entry }) => entry.kind === 'reserved' && entry.index > index)

/**
 * The unit that whoever pressed at this instant might have got. Null where the steps do not reach
 * as far as the press, which may be but the first of a ledger (`isWhole` false).
 */
export function missedUnit(
  steps: readonly UnitsStep[],
  pressedAtMs: number,
  isWhole: boolean,
): MissedUnit | null {
  const next = steps.findIndex(({ entry }) => entry.atMs >= Math.round(pressedAtMs))
  if (next < 0 && !isWhole) return null
  const before = next < 0 ? steps : steps.slice(0, next)
  const wasFree = (before.at(-1)?.free ?? 0) > 0
  const isLast = (step: UnitsStep) => lastUnitOf(step) !== null
  const last = wasFree ? steps.slice(before.length).find(isLast) : before.findLast(isLast)
  return { wasFree, last: lastUnitOf(last) }
}

/** Null where the step did not take the last free unit. */
function lastUnitOf(step: UnitsStep | undefined): LastUnit | null {
  if (step === undefined || step.free > 0) return null
  const { index, kind, atMs, position = null, delta = 0 } = step.entry
  if (kind === 'reserved' || kind === 'offered') return { index, atMs, position }
  return kind === 'units_changed' && delta < 0 ? { index, atMs, position: null } : null
}
