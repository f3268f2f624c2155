import assert from 'node:assert/strict'
import { orderIdOf } from '#contracts/order-id.ts'
import {
  type AcceptedClaim,
  beforeOf,
  freshAnswer,
  insertReservations,
  type LookRow,
  lookQuestion,
  readReservedAnswer,
} from './claim-store.ts'
import { type Claim, type Decision, decideClaims } from './decide-claims.ts'
import { freeUnits } from './drop.ts'
import { type LockedDrop, lockDropAsking, saveDrop } from './drop-lock-store.ts'
import { pseudonyms } from './ledger-entries.ts'
import { ALL_DUE, letGoDue, settleEnded } from './let-go-store.ts'
import { reservedFacts } from './reserved-fact.ts'
import type { StockChanges } from './stock-changes.ts'
import type { StockTransaction } from './stock-tables.ts'

export type ClaimAnswer =
  /** JSON text; the same for the first time and for a repetition. */
  | { readonly outcome: 'reserved'; readonly answer: string }
  | { readonly outcome: Exclude<Decision['outcome'], 'reserved' | 'repeated'> | 'drop_unknown' }

export type BatchAnswer = {
  /** The n-th answers the n-th claim. */
  readonly answers: readonly ClaimAnswer[]
  readonly changes: StockChanges
  /** The instant that decided. */
  readonly nowMs: number
}

/**
 * Reserves for all claims that came while the last batch was being committed: one lock, one
 * decision, one transaction. What it answers is true only after the commit.
 */
export async function reserveUnits(
  trx: StockTransaction,
  { dropId, claims }: { readonly dropId: string; readonly claims: readonly Claim[] },
): Promise<BatchAnswer> {
  const look = lookQuestion(dropId, claims)
  const { locked, answers: looked } = await lockDropAsking<LookRow>(trx, dropId, look)
  if (locked === null) {
    const answers = claims.map(() => ({ outcome: 'drop_unknown' }) as const)
    return { answers, changes: { drops: [], skus: [], taken: [] }, nowMs: await trx.nowMs() }
  }
  const letGo = await letGoDue(trx, locked, ALL_DUE)
  const dueEntries = locked.entries.length
  // What ends now is not taken any more, so that the look is out of date.
  const lookedNow = letGo.length === 0 ? looked : await trx.sql.all<LookRow>(...look)
  const before = await beforeOf(trx, { dropId, claims }, lookedNow)
  const decisions = decideClaims(
    {
      ...locked.drop,
      nowMs: locked.nowMs,
      free: freeUnits(locked.drop),
      ...before,
    },
    claims,
  )
  const accepted = acceptedOf(claims, decisions)
  take(locked, accepted, pseudonyms(trx.settings.pseudonymSecret, dropId))
  const skus = await settleEnded(trx, locked)
  const appended = await saveDrop(trx, locked)
  const taken = takenAfter(before.takenByMember, accepted)
  const firstIndex = (appended?.firstIndex ?? 0) + dueEntries
  await insertReservations(trx, locked.drop, accepted, { nowMs: locked.nowMs, firstIndex })

  const answerOf = new Map<string, string>()
  for (const [offset, entry] of accepted.entries()) {
    assert(appended !== null, 'an accepted claim has its entry in the ledger')
    const { reservationId } = entry.claim
    const ledger = { appended, offset: dueEntries + offset }
    answerOf.set(reservationId, freshAnswer(locked.drop, entry, orderIdOf(reservationId), ledger))
  }
  return {
    answers: await answersTo(trx, dropId, { claims, decisions, fresh: answerOf }),
    changes: {
      drops: [locked.drop],
      skus,
      taken: [...letGo, ...[...taken].map(([memberId, units]) => ({ dropId, memberId, units }))],
    },
    nowMs: locked.nowMs,
  }
}

function acceptedOf(claims: readonly Claim[], decisions: readonly Decision[]): AcceptedClaim[] {
  return claims.flatMap((claim, at) => {
    const decision = decisions[at]
    return decision?.outcome === 'reserved' ? [{ claim, decision }] : []
  })
}

/** Takes the units, and says so in the ledger and to the other services. */
function take(
  locked: LockedDrop,
  accepted: readonly AcceptedClaim[],
  pseudonymOf: (memberId: string) => string,
): void {
  const { drop } = locked
  let { reserved, nextDueAtMs, nextPosition } = drop
  const factOf = reservedFacts(drop, locked.nowMs)
  for (const { claim, decision } of accepted) {
    reserved += claim.quantity
    nextPosition = decision.position + 1
    nextDueAtMs = Math.min(nextDueAtMs, decision.expiresAtMs)
    locked.entries.push({
      kind: 'reserved',
      member: pseudonymOf(claim.memberId),
      position: decision.position,
      quantity: claim.quantity,
    })
    locked.events.push(factOf(claim, decision))
  }
  locked.drop = { ...drop, reserved, nextDueAtMs, nextPosition }
}

function takenAfter(
  before: ReadonlyMap<string, number>,
  accepted: readonly AcceptedClaim[],
): Map<string, number> {
  const taken = new Map<string, number>()
  for (const { claim } of accepted) {
    const sofar = taken.get(claim.memberId) ?? before.get(claim.memberId) ?? 0
    taken.set(claim.memberId, sofar + claim.quantity)
  }
  return taken
}

async function answersTo(
  trx: StockTransaction,
  dropId: string,
  batch: {
    readonly claims: readonly Claim[]
    readonly decisions: readonly Decision[]
    readonly fresh: ReadonlyMap<string, string>
  },
): Promise<ClaimAnswer[]> {
  const { claims, decisions, fresh } = batch
  const answers: ClaimAnswer[] = []
  for (const [at, claim] of claims.entries()) {
    const decision = decisions[at]
    assert(decision !== undefined, 'each claim has its decision')
    if (decision.outcome === 'reserved' || decision.outcome === 'repeated') {
      const answer =
        fresh.get(claim.reservationId) ?? (await readReservedAnswer(trx, dropId, claim))
      answers.push({ outcome: 'reserved', answer })
    } else answers.push({ outcome: decision.outcome })
  }
  return answers
}
