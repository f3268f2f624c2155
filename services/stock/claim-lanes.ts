import { CommitUnknown, ConstraintViolated } from '#platform/database/database.ts'
import { LONGEST_LIST } from '#platform/database/sql-list.ts'
import {
  type Admitted,
  giveBack,
  type Lane,
  type LaneAnswer,
  type LaneDeps,
  tell,
} from './claim-lane.ts'
import type { Claim } from './decide-claims.ts'
import { filterClaims } from './filter-claims.ts'
import type { BatchAnswer } from './reserve-units.ts'

const BATCH = LONGEST_LIST
/** So many need not wait for more: they go while others of the same turn are still being read. */
const ENOUGH = 32

/**
 * Group commit. While a batch of a drop is being committed its next claims gather, then all go in
 * one transaction: throughput grows with load, and the order of arrival is kept. Where the database
 * keeps the order of what it is asked, a second batch stands behind the first: it does not rest.
 */
export function claimLanes(deps: LaneDeps): {
  reserve(dropId: string, claim: Claim): Promise<LaneAnswer>
} {
  const lanes = new Map<string, Lane>()

  return {
    reserve: (dropId, claim) =>
      new Promise((answer, fail) => {
        const lane = lanes.get(dropId) ?? open(dropId)
        const count = lane.gathered.push({ claim, answer, fail })
        if (count === 1) setImmediate(passGate, lane)
        else if (count === ENOUGH) void passGate(lane)
      }),
  }

  function open(dropId: string): Lane {
    const lane = { dropId, gathered: [], admitted: [], passing: false, committing: 0 }
    lanes.set(dropId, lane)
    return lane
  }

  /** One group at a time, so that nobody passes those who wait for the gate to know the drop. */
  async function passGate(lane: Lane): Promise<void> {
    if (lane.passing) return
    lane.passing = true
    while (lane.gathered.length > 0) {
      await filterClaims(deps, lane, lane.gathered.splice(0))
      pump(lane)
    }
    lane.passing = false
    close(lane)
  }

  function pump(lane: Lane): void {
    while (lane.committing === 0 ? lane.admitted.length > 0 : mayStandBehind(lane)) {
      void commitNext(lane)
    }
  }

  async function commitNext(lane: Lane): Promise<void> {
    const batch = lane.admitted.splice(0, BATCH)
    lane.committing += 1
    deps.measures?.began(batch.length)
    await commit(deps, lane, batch)
    deps.measures?.ended(batch.length)
    lane.committing -= 1
    pump(lane)
    close(lane)
  }

  function mayStandBehind({ committing, admitted }: Lane): boolean {
    return deps.database.keepsOrder && committing === 1 && admitted.length >= ENOUGH
  }

  function close(lane: Lane): void {
    const isBusy = lane.passing || lane.committing > 0 || lane.gathered.length > 0
    if (!isBusy) lanes.delete(lane.dropId)
  }
}

async function commit(deps: LaneDeps, lane: Lane, batch: readonly Admitted[]): Promise<void> {
  const { dropId } = lane
  const claims = batch.map(({ claim }) => claim)
  const beganMs = performance.now()
  let result: BatchAnswer
  try {
    result = await decide(deps, lane, claims)
    deps.measures?.committed(result.answers, performance.now() - beganMs)
  } catch (error) {
    if (error instanceof ConstraintViolated && batch.length > 1) {
      deps.log.error(
        { err: error, dropId },
        'the database refused a batch; its claims go one by one',
      )
      for (const waiting of batch) await commit(deps, lane, [waiting])
      return
    }
    // What was repeated is not given back: whoever has it on its way may still have it accepted.
    if (!(error instanceof CommitUnknown)) {
      const own = batch.filter(({ isRepeated }) => !isRepeated)
      await giveBack(
        deps,
        lane,
        own.map(({ claim }) => claim),
      )
    }
    for (const { fail } of batch) fail(error)
    deps.measures?.failed(batch.length)
    return
  }
  settle(deps, lane, batch, result)
}

/**
 * A commit whose answer was lost is unknown. The same batch, asked again, waits for the drop's lock,
 * which outlasts that transaction, and then finds its claims, or decides them for the first time.
 */
async function decide(deps: LaneDeps, lane: Lane, claims: readonly Claim[]): Promise<BatchAnswer> {
  const { database, gate } = deps
  const batch = { dropId: lane.dropId, claims }
  try {
    return await database.write.reserveUnits(batch)
  } catch (error) {
    if (!(error instanceof CommitUnknown)) throw error
    await tell(deps, lane, () => gate.doubt(lane.dropId, claims))
    return askAgain(database, batch, error)
  }
}

async function askAgain(
  database: LaneDeps['database'],
  batch: { readonly dropId: string; readonly claims: readonly Claim[] },
  unknown: CommitUnknown,
): Promise<BatchAnswer> {
  try {
    return await database.write.reserveUnits(batch)
  } catch (error) {
    // Still nobody knows, whatever this one says.
    throw error instanceof CommitUnknown
      ? error
      : new CommitUnknown(unknown.message, { cause: error })
  }
}

/** It is committed: who waits is answered, and the gate is told meanwhile. */
function settle(
  deps: LaneDeps,
  lane: Lane,
  batch: readonly Admitted[],
  { answers, changes }: BatchAnswer,
): void {
  const acceptedIds = new Set<string>()
  for (const [at, { claim }] of batch.entries()) {
    if (answers[at]?.outcome === 'reserved') acceptedIds.add(claim.reservationId)
  }
  const claims = batch.map(({ claim }) => claim)
  // The news first: what a settled claim took must be known before it stops counting as in flight.
  // Both in one breath: between them it counts twice, and somebody would hear `sold_out` for it.
  void tell(deps, lane, () => deps.onChanges(changes))
  void tell(deps, lane, () => deps.gate.settle(lane.dropId, claims, acceptedIds))
  for (const [at, { answer }] of batch.entries()) answer(answers[at] ?? { outcome: 'try_again' })
}
