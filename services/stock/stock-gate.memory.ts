import { type Claim, closedFor } from './decide-claims.ts'
import { type DropRecord, freeUnits } from './drop.ts'
import { type Admission, STUCK_MS, type StockGate } from './stock-gate.ts'

type Taken = { readonly units: number; readonly version: number }

type GateDrop = {
  record: DropRecord
  /** Live holds and paid units of each member, as committed, and since which version. */
  taken: Map<string, Taken>
  loadedVersion: number
  acceptedIds: Set<string>
  /** Claims on their way to the database. */
  readonly inFlight: Map<string, Claim>
  readonly inFlightOfMember: Map<string, number>
  inFlightUnits: number
  /** When the database decided last, or the first of what is on its way was let in. */
  landedAtMs: number
  /** Whether it has failed since it decided. */
  isTroubled: boolean
}

/** How many drops are kept; the one that was asked for least lately goes first. */
const KEPT_DROPS = 1_000

type MemoryGateDeps = {
  /** Of durations: never set back. */
  readonly elapsedMs?: () => number
  /** Below zero nobody is ever turned away for what is on its way. */
  readonly stuckMs?: number
}

export function memoryStockGate({
  elapsedMs = () => performance.now(),
  stuckMs = STUCK_MS,
}: MemoryGateDeps = {}): StockGate {
  const drops = new Map<string, GateDrop>()

  function touch(dropId: string): GateDrop | undefined {
    const drop = drops.get(dropId)
    if (drop === undefined) return undefined
    drops.delete(dropId)
    drops.set(dropId, drop)
    return drop
  }

  return {
    async admit(dropId, claims, nowMs) {
      const drop = touch(dropId)
      if (drop === undefined) return claims.map(() => 'unloaded' as const)
      const isStuck = () => drop.isTroubled || elapsedMs() - drop.landedAtMs > stuckMs
      return claims.map(claim => {
        const admission = admitOne(drop, claim, nowMs, isStuck)
        if (admission === 'admitted') launch(drop, claim, elapsedMs)
        return admission
      })
    },

    hearsAll: () => true,

    async settle(dropId, claims, acceptedIds) {
      const drop = drops.get(dropId)
      if (drop === undefined) return
      land(drop, claims)
      for (const { reservationId } of claims) {
        if (acceptedIds.has(reservationId)) drop.acceptedIds.add(reservationId)
      }
      drop.landedAtMs = elapsedMs()
      drop.isTroubled = false
    },

    async giveBack(dropId, claims) {
      const drop = drops.get(dropId)
      if (drop === undefined) return
      land(drop, claims)
      drop.isTroubled = true
    },

    async doubt(dropId, claims) {
      const drop = drops.get(dropId)
      if (drop === undefined) return
      land(drop, claims)
      for (const { reservationId } of claims) drop.acceptedIds.add(reservationId)
      drop.isTroubled = true
    },

    async apply(changes) {
      for (const record of changes.drops) {
        const drop = drops.get(record.dropId)
        if (drop !== undefined && record.version > drop.record.version) drop.record = record
      }
      const versions = new Map(changes.drops.map(({ dropId, version }) => [dropId, version]))
      for (const { dropId, memberId, units } of changes.taken) {
        const drop = drops.get(dropId)
        const version = versions.get(dropId) ?? 0
        const known = drop?.taken.get(memberId)?.version ?? drop?.loadedVersion ?? version
        if (version >= known) drop?.taken.set(memberId, { units, version })
      }
    },

    async load({ drop: record, taken, acceptedIds }) {
      const { dropId, version } = record
      const known = drops.get(dropId)
      if (known !== undefined && known.record.version > version) return
      const seed = {
        record,
        taken: new Map(taken.map(({ memberId, units }) => [memberId, { units, version }])),
        loadedVersion: version,
        acceptedIds: new Set([...acceptedIds, ...(known?.acceptedIds ?? [])]),
      }
      if (known === undefined) drops.set(dropId, { ...seed, ...nothingInFlight() })
      else {
        Object.assign(known, seed)
        // What the database may have accepted is in the seed, or never will be.
        const flying = [...known.inFlight.values()]
        land(
          known,
          flying.filter(claim => known.acceptedIds.has(claim.reservationId)),
        )
      }
      evict(drops)
    },

    // Whoever tells it is in this process, so nothing is lost on the way.
    sweep: async () => undefined,
  }
}

const nothingInFlight = () => ({
  inFlight: new Map<string, Claim>(),
  inFlightOfMember: new Map<string, number>(),
  inFlightUnits: 0,
  landedAtMs: 0,
  isTroubled: false,
})

function admitOne(drop: GateDrop, claim: Claim, nowMs: number, isStuck: () => boolean): Admission {
  const { record } = drop
  // A repetition goes on: only the database has the answer that was given.
  if (drop.acceptedIds.has(claim.reservationId) || drop.inFlight.has(claim.reservationId)) {
    return 'repeated'
  }
  const closed = closedFor({ ...record, nowMs })
  if (closed !== null) return closed
  // Something is due, which the next batch will let go: what is free is not known here.
  if (nowMs < record.nextDueAtMs) {
    const held = drop.taken.get(claim.memberId)?.units ?? 0
    const flying = drop.inFlightOfMember.get(claim.memberId) ?? 0
    const limit = record.limitPerMember
    if (held + claim.quantity > limit) return 'limit_exceeded'
    if (held + flying + claim.quantity > limit) return isStuck() ? 'undecided' : 'limit_exceeded'
    const free = record.waiting > 0 ? 0 : freeUnits(record)
    if (claim.quantity > free) return 'sold_out'
    if (claim.quantity > free - drop.inFlightUnits) return isStuck() ? 'undecided' : 'sold_out'
  }
  return 'admitted'
}

function launch(drop: GateDrop, claim: Claim, elapsedMs: () => number): void {
  if (drop.inFlight.size === 0) drop.landedAtMs = elapsedMs()
  drop.inFlight.set(claim.reservationId, claim)
  drop.inFlightUnits += claim.quantity
  const flying = drop.inFlightOfMember.get(claim.memberId) ?? 0
  drop.inFlightOfMember.set(claim.memberId, flying + claim.quantity)
}

/** Those of these claims that are on their way are so no more. */
function land(drop: GateDrop, claims: readonly Claim[]): void {
  for (const { reservationId } of claims) {
    const flown = drop.inFlight.get(reservationId)
    if (flown !== undefined) landOne(drop, flown)
  }
}

function landOne(drop: GateDrop, claim: Claim): void {
  drop.inFlight.delete(claim.reservationId)
  drop.inFlightUnits -= claim.quantity
  const flying = (drop.inFlightOfMember.get(claim.memberId) ?? 0) - claim.quantity
  if (flying > 0) drop.inFlightOfMember.set(claim.memberId, flying)
  else drop.inFlightOfMember.delete(claim.memberId)
}

function evict(drops: Map<string, GateDrop>): void {
  for (const [dropId, drop] of drops) {
    if (drops.size <= KEPT_DROPS) return
    if (drop.inFlight.size === 0) drops.delete(dropId)
  }
}
