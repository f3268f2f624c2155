import { LONGEST_LIST } from '#platform/database/sql-list.ts'
import {
  giveBack,
  type Lane,
  type LaneAnswer,
  type LaneDeps,
  tell,
  type Waiting,
} from './claim-lane.ts'
import type { Claim } from './decide-claims.ts'
import type { Admission } from './stock-gate.ts'

/** At most two batches wait for a drop; who comes then is asked to try again. */
const WAITING = 2 * LONGEST_LIST

/**
 * Asks the gate. Who is let in queues up, a bounded line; the others are answered. Where the gate or
 * the database that it is to be told from cannot be asked, all fail.
 */
export async function filterClaims(
  deps: LaneDeps,
  lane: Lane,
  gathered: readonly Waiting[],
): Promise<void> {
  const arrived = stillAwaited(deps, gathered)
  if (arrived.length === 0) return
  const claims = arrived.map(({ claim }) => claim)
  let admissions: readonly Admission[] | 'drop_unknown'
  try {
    admissions = await askGate(deps, lane, claims)
    if (admissions !== 'drop_unknown') {
      admissions = await findRepetitions(deps, lane, claims, admissions)
    }
  } catch (error) {
    for (const { fail } of arrived) fail(error)
    return
  }
  const overflow: Claim[] = []
  const waitedBefore = lane.admitted.length
  for (const [at, waiting] of arrived.entries()) {
    const outcome = admissions === 'drop_unknown' ? admissions : (admissions[at] ?? 'unloaded')
    if (outcome === 'admitted' || outcome === 'repeated') {
      const isRepeated = outcome === 'repeated'
      if (lane.admitted.length < WAITING) lane.admitted.push({ ...waiting, isRepeated })
      else {
        const claim = turnAway(deps, waiting, 'try_again')
        if (!isRepeated) overflow.push(claim)
      }
    } else {
      const isOpen = outcome === 'unloaded' || outcome === 'undecided'
      turnAway(deps, waiting, isOpen ? 'try_again' : outcome)
    }
  }
  deps.measures?.queued(lane.admitted.length - waitedBefore)
  if (overflow.length > 0) await giveBack(deps, lane, overflow)
}

/**
 * Those for whom somebody waits. What this process reads late, because it stood still, may have been
 * refused by another one, and would keep others from its units until it is decided.
 */
function stillAwaited(deps: LaneDeps, gathered: readonly Waiting[]): readonly Waiting[] {
  const nowMs = deps.nowMs()
  const isLate = ({ claim: { untilMs } }: Waiting) => untilMs !== undefined && nowMs > untilMs
  if (!gathered.some(isLate)) return gathered
  return gathered.filter(waiting => {
    if (!isLate(waiting)) return true
    turnAway(deps, waiting, 'try_again')
    return false
  })
}

/** Tells the gate a drop that it does not know, and asks again. */
async function askGate(
  deps: LaneDeps,
  lane: Lane,
  claims: readonly Claim[],
): Promise<readonly Admission[] | 'drop_unknown'> {
  const { gate, database } = deps
  const { dropId } = lane
  const first = await admit(deps, lane, claims)
  if (!first.includes('unloaded')) return first
  // What a process commits that is gone by now is seen in what is read after it.
  if (!(await database.write.outwait({ dropId }))) return 'drop_unknown'
  const seed = await database.read.readGateSeed({ dropId })
  if (seed === null) return 'drop_unknown'
  await gate.load(seed)
  const then = await admit(deps, lane, claims)
  return then.map((each, at) => (first[at] === 'admitted' ? 'admitted' : each))
}

/**
 * What another process accepted is no refusal's affair. A gate that hears nothing of the others does
 * not know it, and so the database is asked before anybody is turned away.
 */
async function findRepetitions(
  deps: LaneDeps,
  lane: Lane,
  claims: readonly Claim[],
  admissions: readonly Admission[],
): Promise<readonly Admission[]> {
  if (deps.gate.hearsAll(lane.dropId)) return admissions
  const refused = claims.filter((_, at) => isRefusal(admissions[at]))
  if (refused.length === 0) return admissions
  try {
    const found = new Set(await deps.database.read.listAccepted({ claims: refused }))
    return admissions.map((each, at) =>
      isRefusal(each) && found.has(claims[at]?.reservationId ?? '') ? 'repeated' : each,
    )
  } catch (error) {
    const letIn = claims.filter((_, at) => admissions[at] === 'admitted')
    await giveBack(deps, lane, letIn)
    throw error
  }
}

const isRefusal = (admission: Admission | undefined): boolean =>
  admission !== undefined && !OPEN.has(admission)
const OPEN: ReadonlySet<Admission> = new Set(['admitted', 'repeated', 'undecided', 'unloaded'])

/** Where the answer is lost, what was let in without a word can be had by the next. */
async function admit(
  deps: LaneDeps,
  lane: Lane,
  claims: readonly Claim[],
): Promise<readonly Admission[]> {
  try {
    return await deps.gate.admit(lane.dropId, claims, deps.nowMs())
  } catch (error) {
    await tell(deps, lane, () => deps.gate.doubt(lane.dropId, claims))
    throw error
  }
}

type Why = Exclude<LaneAnswer['outcome'], 'reserved'>
function turnAway({ measures }: LaneDeps, { claim, answer }: Waiting, outcome: Why): Claim {
  measures?.turnedAway(outcome)
  answer({ outcome })
  return claim
}
