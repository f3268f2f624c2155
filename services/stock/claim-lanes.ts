import { ConstraintViolated, type Database } from '#platform/database.ts'
import type { Log } from '#platform/log.ts'
import type { Claim } from './decide-claims.ts'
import type { BatchAnswer, ClaimAnswer } from './reserve-units.ts'
import type { StockChanges } from './stock-changes.ts'
import type { StockGate } from './stock-gate.ts'

export type LaneAnswer =
  | ClaimAnswer
  /** Too many wait already, or the database cannot take it now; nothing was taken. */
  | { readonly outcome: 'try_again' }

type Waiting = {
  readonly claim: Claim
  readonly answer: (answer: LaneAnswer) => void
  readonly fail: (error: unknown) => void
}

type Lane = {
  readonly dropId: string
  /** Came in this turn of the event loop, and have not seen the gate. */
  gathered: Waiting[]
  /** Admitted, waiting for the batch that is being committed. */
  admitted: Waiting[]
  committing: boolean
}

type Deps = {
  readonly database: Pick<Database<typeof import('./stock-store.ts')>, 'read' | 'write'>
  readonly gate: StockGate
  readonly nowMs: () => number
  readonly log: Log
  readonly onChanges: (changes: StockChanges) => void
}

const BATCH = 512
/** At most two batches wait for a drop; who comes then is asked to try again. */
const WAITING = 2 * BATCH

/**
 * Group commit. While a batch of a drop is being committed its next claims gather, then all go in
 * one transaction: throughput grows with load, and the order of arrival is kept.
 */
export function claimLanes(deps: Deps): {
  reserve(dropId: string, claim: Claim): Promise<LaneAnswer>
} {
  const lanes = new Map<string, Lane>()

  return {
    reserve: (dropId, claim) =>
      new Promise((answer, fail) => {
        const lane = lanes.get(dropId) ?? open(dropId)
        if (lane.gathered.push({ claim, answer, fail }) === 1) setImmediate(passGate, lane)
      }),
  }

  function open(dropId: string): Lane {
    const lane = { dropId, gathered: [], admitted: [], committing: false }
    lanes.set(dropId, lane)
    return lane
  }

  function passGate(lane: Lane): void {
    const arrived = lane.gathered
    lane.gathered = []
    filter(deps, lane, arrived)
      .then(() => pump(lane))
      .catch((error: unknown) => {
        for (const { fail } of arrived) fail(error)
      })
  }

  async function pump(lane: Lane): Promise<void> {
    if (lane.committing) return
    lane.committing = true
    while (lane.admitted.length > 0) await commit(deps, lane, lane.admitted.splice(0, BATCH))
    lane.committing = false
    if (lane.gathered.length === 0) lanes.delete(lane.dropId)
  }
}

/** Lets the admitted queue up, and answers the others. */
async function filter(deps: Deps, lane: Lane, arrived: readonly Waiting[]): Promise<void> {
  const { dropId } = lane
  const claims = arrived.map(({ claim }) => claim)
  let admissions = await deps.gate.admit(dropId, claims, deps.nowMs())
  if (admissions.includes('unloaded')) {
    const seed = await deps.database.read.readGateSeed({ dropId })
    if (seed === null) {
      for (const { answer } of arrived) answer({ outcome: 'drop_unknown' })
      return
    }
    await deps.gate.load(seed)
    admissions = await deps.gate.admit(dropId, claims, deps.nowMs())
  }
  const overflow: Claim[] = []
  for (const [at, waiting] of arrived.entries()) {
    const admission = admissions[at] ?? 'unloaded'
    if (admission === 'admitted') {
      if (lane.admitted.length < WAITING) lane.admitted.push(waiting)
      else overflow.push(turnAway(waiting))
    } else waiting.answer({ outcome: admission === 'unloaded' ? 'try_again' : admission })
  }
  if (overflow.length > 0) await deps.gate.settle(dropId, overflow, new Set())
}

function turnAway({ claim, answer }: Waiting): Claim {
  answer({ outcome: 'try_again' })
  return claim
}

async function commit(deps: Deps, lane: Lane, batch: readonly Waiting[]): Promise<void> {
  const { dropId } = lane
  const claims = batch.map(({ claim }) => claim)
  try {
    const result = await deps.database.write.reserveUnits({ dropId, claims })
    await settle(deps, lane, batch, result)
  } catch (error) {
    await deps.gate.settle(dropId, claims, new Set())
    if (error instanceof ConstraintViolated && batch.length > 1) {
      deps.log.error(
        { err: error, dropId },
        'the database refused a batch; its claims go one by one',
      )
      for (const waiting of batch) await commit(deps, lane, [waiting])
    } else for (const { fail } of batch) fail(error)
  }
}

async function settle(
  deps: Deps,
  { dropId }: Lane,
  batch: readonly Waiting[],
  { answers, changes }: BatchAnswer,
): Promise<void> {
  const acceptedIds = new Set<string>()
  for (const [at, { claim }] of batch.entries()) {
    if (answers[at]?.outcome === 'reserved') acceptedIds.add(claim.reservationId)
  }
  const claims = batch.map(({ claim }) => claim)
  // The news first: what a settled claim took must be known before it stops counting as in flight.
  deps.onChanges(changes)
  await deps.gate.settle(dropId, claims, acceptedIds)
  for (const [at, { answer }] of batch.entries()) answer(answers[at] ?? { outcome: 'try_again' })
}
