import type { Log } from '#platform/measures/log.ts'
import type { Claim } from './decide-claims.ts'
import type { LaneMeasures } from './lane-measures.ts'
import type { ClaimAnswer } from './reserve-units.ts'
import type { StockChanges } from './stock-changes.ts'
import type { StockGate } from './stock-gate.ts'
import type { StockDatabase } from './stock-service.ts'

export type LaneAnswer =
  | ClaimAnswer
  /** Too many wait already, or the database cannot take it now; nothing was taken. */
  | { readonly outcome: 'try_again' }

export type Waiting = {
  readonly claim: Claim
  readonly answer: (answer: LaneAnswer) => void
  readonly fail: (error: unknown) => void
}

/** Let in by the gate. What was repeated counts for whoever it was let in for first. */
export type Admitted = Waiting & { readonly isRepeated: boolean }

export type Lane = {
  readonly dropId: string
  /** Came while those before them were before the gate, or in this turn of the event loop. */
  gathered: Waiting[]
  /** Admitted, waiting for the batch that is being committed. */
  admitted: Admitted[]
  passing: boolean
  committing: number
}

export type LaneDeps = {
  readonly database: Pick<StockDatabase, 'read' | 'write' | 'keepsOrder'>
  readonly gate: StockGate
  readonly nowMs: () => number
  readonly log: Log
  readonly onChanges: (changes: StockChanges) => void
  readonly measures?: LaneMeasures
}

/** Claims that nobody will decide: what they would have taken can be had by the next. */
export const giveBack = (deps: LaneDeps, lane: Lane, claims: readonly Claim[]): Promise<void> =>
  tell(deps, lane, () => deps.gate.giveBack(lane.dropId, claims))

/** Whoever cannot be told changes nothing of what was decided, nor keeps the next batch. */
export async function tell(
  { log }: LaneDeps,
  { dropId }: Lane,
  work: () => Promise<void> | void,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.error({ err: error, dropId }, 'what was decided could not be told')
  }
}
