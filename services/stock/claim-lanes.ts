import { CommitUnknown, ConstraintViolated } from '#platform/database/database.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Claim } from './decide-claims.ts'
import type { LaneMeasures } from './lane-measures.ts'
import type { BatchAnswer, ClaimAnswer } from './reserve-units.ts'
import type { StockChanges } from './stock-changes.ts'
import type { Admission, StockGate } from './stock-gate.ts'
import type { StockDatabase } from './stock-service.ts'

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
  /** Came while those before them were before the gate, or in this turn of the event loop. */
  gathered: Waiting[]
  /** Admitted, waiting for the batch that is being committed. */
  admitted: Waiting[]
  passing: boolean
  committing: number
}

type Deps = {
  readonly database: Pick<StockDatabase, 'read' | 'write' | 'keepsOrder'>
  readonly gate: StockGate
  readonly nowMs: () => number
  readonly log: Log
  readonly onChanges: (changes: StockChanges) => void
  readonly measures?: LaneMeasures
}

const BATCH = 512
/** So many need not wait for more: they go while others of the same turn are still being read. */
const ENOUGH = 32
/** At most two batches wait for a drop; who comes then is asked to try again. */
const WAITING = 2 * BATCH

/**
 * Group commit. While a batch of a drop is being committed its next claims gather, then all go in
 * one transaction: throughput grows with load, and the order of arrival is kept. Where the database
 * keeps the order of what it is asked, a second batch stands behind the first: it does not rest.
 */
export function claimLanes(deps: Deps): {
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
      await filter(deps, lane, lane.gathered.splice(0))
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

/** Lets the admitted queue up, and answers the others. */
async function filter(deps: Deps, lane: Lane, arrived: readonly Waiting[]): Promise<void> {
  const claims = arrived.map(({ claim }) => claim)
  let admissions: readonly Admission[] | 'drop_unknown'
  try {
    admissions = await askGate(deps, lane.dropId, claims)
  } catch (error) {
    for (const { fail } of arrived) fail(error)
    await giveBack(deps, lane, claims)
    return
  }
  const overflow: Claim[] = []
  const waitedBefore = lane.admitted.length
  for (const [at, waiting] of arrived.entries()) {
    const outcome = admissions === 'drop_unknown' ? admissions : (admissions[at] ?? 'unloaded')
    if (outcome !== 'admitted') {
      turnAway(deps, waiting, outcome === 'unloaded' ? 'try_again' : outcome)
    } else if (lane.admitted.length < WAITING) lane.admitted.push(waiting)
    else overflow.push(turnAway(deps, waiting, 'try_again'))
  }
  deps.measures?.queued(lane.admitted.length - waitedBefore)
  if (overflow.length > 0) await giveBack(deps, lane, overflow)
}

/** Tells the gate a drop that it does not know, and asks again. */
async function askGate(
  { gate, database, nowMs }: Deps,
  dropId: string,
  claims: readonly Claim[],
): Promise<readonly Admission[] | 'drop_unknown'> {
  const admissions = await gate.admit(dropId, claims, nowMs())
  if (!admissions.includes('unloaded')) return admissions
  const seed = await database.read.readGateSeed({ dropId })
  if (seed === null) return 'drop_unknown'
  await gate.load(seed)
  return gate.admit(dropId, claims, nowMs())
}

type Why = Exclude<LaneAnswer['outcome'], 'reserved'>
function turnAway({ measures }: Deps, { claim, answer }: Waiting, outcome: Why): Claim {
  measures?.turnedAway(outcome)
  answer({ outcome })
  return claim
}

async function commit(deps: Deps, lane: Lane, batch: readonly Waiting[]): Promise<void> {
  const { dropId } = lane
  const claims = batch.map(({ claim }) => claim)
  const beganMs = performance.now()
  let result: BatchAnswer
  try {
    result = await decide(deps, dropId, claims)
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
    // Where nobody knows whether it was committed, nothing is given back: the gate's sweep, or its
    // next load, finds out.
    if (!(error instanceof CommitUnknown)) await giveBack(deps, lane, claims)
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
async function decide(
  { database }: Deps,
  dropId: string,
  claims: readonly Claim[],
): Promise<BatchAnswer> {
  const batch = { dropId, claims }
  try {
    return await database.write.reserveUnits(batch)
  } catch (error) {
    if (error instanceof CommitUnknown) return askAgain(database, batch, error)
    throw error
  }
}

async function askAgain(
  database: Deps['database'],
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
  deps: Deps,
  lane: Lane,
  batch: readonly Waiting[],
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

const giveBack = (deps: Deps, lane: Lane, claims: readonly Claim[]): Promise<void> =>
  tell(deps, lane, () => deps.gate.settle(lane.dropId, claims, new Set()))

/** Whoever cannot be told changes nothing of what was decided, nor keeps the next batch. */
async function tell(
  { log }: Deps,
  { dropId }: Lane,
  work: () => Promise<void> | void,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.error({ err: error, dropId }, 'what was decided could not be told')
  }
}
