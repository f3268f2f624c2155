import { aDropRecord } from './a-drop-record.ts'
import { type Claim, type Decision, decideClaims } from './decide-claims.ts'
import { type DropRecord, freeUnits } from './drop.ts'
import type { GateSeed } from './drop-read-store.ts'
import type { StockChanges } from './stock-changes.ts'
import type { Admission, StockGate } from './stock-gate.ts'

const NOW_MS = 5_000

const isLetIn = (admission: Admission | undefined) =>
  admission === 'admitted' || admission === 'repeated'

type Pressed = Decision['outcome'] | 'try_again'

/**
 * For tests of gates that several processes share: one drop as its database has it, and what a
 * process does with a claim. The database decides by the real rule, and takes a moment.
 */
export function aDropOnSale(change: Partial<DropRecord> = {}) {
  let record = aDropRecord({ version: 1, limitPerMember: 100, ...change })
  const { dropId } = record
  const quantityOf = new Map<string, number>()
  const held = new Map<string, number>()
  let reads = 0
  /** Let in by the gate, refused by the database: what a perfect gate would not do. */
  let letInForNothing = 0

  function commit(change: Partial<DropRecord>, members: readonly string[] = []): StockChanges {
    record = { ...record, ...change, version: record.version + 1 }
    const taken = members.map(memberId => ({ dropId, memberId, units: held.get(memberId) ?? 0 }))
    return { drops: [record], skus: [], taken }
  }

  async function seed(): Promise<GateSeed> {
    reads++
    const read = {
      drop: record,
      taken: [...held].map(([memberId, units]) => ({ dropId, memberId, units })),
      acceptedIds: [...quantityOf.keys()],
    }
    await aMoment()
    return read
  }

  /** What the batch of these claims commits. */
  function decide(claims: readonly Claim[]) {
    const drop = { ...record, nowMs: NOW_MS, free: freeUnits(record) }
    const decisions = decideClaims({ ...drop, takenByMember: held, accepted: quantityOf }, claims)
    const accepted = claims.filter((_, at) => decisions[at]?.outcome === 'reserved')
    let { reserved } = record
    for (const { reservationId, memberId, quantity } of accepted) {
      quantityOf.set(reservationId, quantity)
      held.set(memberId, (held.get(memberId) ?? 0) + quantity)
      reserved += quantity
    }
    const outcomes = decisions.map(({ outcome }) => outcome)
    const members = accepted.map(claim => claim.memberId)
    return { outcomes, changes: commit({ reserved }, members) }
  }

  /** As the lane of a process does it: the gate, the database, the news. */
  async function press(gate: StockGate, claims: readonly Claim[]): Promise<Pressed[]> {
    let admissions = await gate.admit(dropId, claims, NOW_MS)
    if (admissions.includes('unloaded')) {
      await gate.load(await seed())
      admissions = await gate.admit(dropId, claims, NOW_MS)
    }
    const admitted = claims.filter((_, at) => isLetIn(admissions[at]))
    await aMoment()
    const { outcomes, changes } = decide(admitted)
    letInForNothing += outcomes.filter(each => each === 'sold_out').length
    const isAccepted = (_: Claim, at: number) => /reserved|repeated/.test(outcomes[at] ?? '')
    const acceptedIds = new Set(admitted.filter(isAccepted).map(claim => claim.reservationId))
    if (admitted.length > 0) {
      await Promise.all([gate.apply(changes), gate.settle(dropId, admitted, acceptedIds)])
    }
    const decided = outcomes.values()
    return admissions.map(admission => {
      if (admission === 'unloaded' || admission === 'undecided') return 'try_again'
      return isLetIn(admission) ? (decided.next().value ?? 'try_again') : admission
    })
  }

  return {
    dropId,
    commit,
    seed,
    decide,
    press,
    admit: (gate: StockGate, claims: readonly Claim[]) => gate.admit(dropId, claims, NOW_MS),
    held,
    reads: () => reads,
    reserved: () => record.reserved,
    letInForNothing: () => letInForNothing,
    versionOf: async () => record.version,
  }
}

const aMoment = () => new Promise<void>(resolve => setTimeout(resolve, 1))
