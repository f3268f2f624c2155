import assert from 'node:assert/strict'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import { silentLog } from '#platform/measures/log.ts'
import { aClaimOf, aDropRecord } from './a-drop-record.ts'
import type { LaneAnswer } from './claim-lane.ts'
import { claimLanes } from './claim-lanes.ts'
import { type Claim, decideClaims } from './decide-claims.ts'
import type { GateSeed } from './drop-read-store.ts'
import type { BatchAnswer } from './reserve-units.ts'
import { memoryStockGate } from './stock-gate.memory.ts'

type Batch = { readonly dropId: string; readonly claims: readonly Claim[] }
type Question = { answer(): void; fail(error: Error): void }

/** The lanes before a database that answers only when it is told to, and decides as the real one. */
export function someLanes({
  units = 1_000_000,
  limitPerMember = 100,
  gate = memoryStockGate(),
  keepsOrder = false,
} = {}) {
  const records = new Map<string, ReturnType<typeof aDropRecord>>()
  const batches: (Batch & Question)[] = []
  const loads: Question[] = []
  const accepted = new Map<string, number>()
  const told: unknown[] = []
  let breakNews = false
  let isGone = false
  let isLocked = Promise.resolve()

  const aDrop = () => {
    const record = aDropRecord({ units, limitPerMember, version: 1 })
    records.set(record.dropId, record)
    return record.dropId
  }

  function decide({ dropId, claims }: Batch): BatchAnswer {
    const record = records.get(dropId) ?? aDropRecord()
    const free = record.units - record.reserved
    const drop = { ...record, nowMs: 5_000, free, takenByMember: new Map(), accepted }
    const decisions = decideClaims(drop, claims)
    const taken = claims.filter((_, at) => decisions[at]?.outcome === 'reserved')
    for (const { reservationId, quantity } of taken) accepted.set(reservationId, quantity)
    const reserved = record.reserved + taken.reduce((sum, { quantity }) => sum + quantity, 0)
    const next = { ...record, reserved, version: record.version + 1 }
    records.set(dropId, next)
    return {
      answers: decisions.map(({ outcome }) =>
        outcome === 'reserved' || outcome === 'repeated'
          ? { outcome: 'reserved', answer: '{}' }
          : { outcome },
      ),
      changes: { drops: [next], skus: [], taken: [] },
      nowMs: 5_000,
    }
  }

  const question = <Answer>(into: (how: Question) => void, make: () => Answer) =>
    new Promise<Answer>((resolve, reject) => {
      into({ answer: () => resolve(make()), fail: reject })
    })
  const database = {
    keepsOrder,
    read: {
      readGateSeed: ({ dropId }: { dropId: string }) =>
        question<GateSeed | null>(
          how => loads.push(how),
          () => {
            const drop = records.get(dropId)
            return drop === undefined ? null : { drop, taken: [], acceptedIds: [] }
          },
        ),
      listAccepted: async ({ claims }: { claims: readonly Claim[] }) => {
        if (isGone) throw new DatabaseUnavailable('frozen')
        return claims.flatMap(claim =>
          accepted.has(claim.reservationId) ? claim.reservationId : [],
        )
      },
    },
    write: {
      reserveUnits: (batch: Batch) =>
        question(
          how => batches.push({ ...batch, ...how }),
          () => decide(batch),
        ),
      async outwait({ dropId }: { dropId: string }) {
        await isLocked
        return records.has(dropId)
      },
    },
  }
  const lanes = claimLanes({
    database: database as unknown as Parameters<typeof claimLanes>[0]['database'],
    gate,
    nowMs: () => 5_000,
    log: Object.assign(Object.create(silentLog), { error: (said: unknown) => told.push(said) }),
    onChanges: changes => {
      void gate.apply(changes)
      if (breakNews) throw new Error('a listener is broken')
    },
  })
  const answers = new Map<string, LaneAnswer['outcome'] | 'failed'>()

  return {
    aDrop,
    batches,
    loads,
    told,
    answers,
    gate,
    breakNews: () => {
      breakNews = true
    },
    /** Another process holds the lock of the drops; gives how it commits these claims, and ends. */
    lockElsewhere(dropId: string, claims: readonly Claim[]) {
      const { promise, resolve } = Promise.withResolvers<void>()
      isLocked = promise
      return () => {
        decide({ dropId, claims })
        resolve()
      }
    },
    /** From here on it cannot be asked what was accepted. */
    loseDatabase: () => {
      isGone = true
    },
    press(dropId: string, ...claims: readonly Claim[]) {
      for (const claim of claims) {
        lanes.reserve(dropId, claim).then(
          ({ outcome }) => answers.set(claim.reservationId, outcome),
          () => answers.set(claim.reservationId, 'failed'),
        )
      }
    },
    async load() {
      await turns()
      for (const each of loads.splice(0)) each.answer()
      await turns()
    },
    /** The next batch, which stays unanswered. */
    async batch(): Promise<Batch & Question> {
      await turns()
      const batch = batches.shift()
      assert(batch !== undefined, 'a batch is at the database')
      return batch
    },
    async answerAll() {
      for (await turns(); batches.length > 0; await turns()) batches.shift()?.answer()
    },
  }
}

/** Some turns of the event loop, in which everything goes on that waits for nothing else. */
export async function turns(count = 4): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

export const claimsOf = (...members: readonly string[]) => members.map(member => aClaimOf(member))
export const many = (count: number, name = 'm') =>
  Array.from({ length: count }, (_, at) => aClaimOf(`${name}${at}`))
export const idsOf = ({ claims }: Batch) => claims.map(claim => claim.reservationId)
