import assert from 'node:assert/strict'
import { orderIdOf } from '#contracts/order-id.ts'
import { INSERT_RESERVATION } from './claim-store.ts'
import { decideOffers, type OfferDecision } from './decide-offers.ts'
import { dropStateAt, freeUnits } from './drop.ts'
import type { LockedDrop, NewFact } from './drop-lock-store.ts'
import { enrol, readTaken } from './drop-roll-store.ts'
import { pseudonyms } from './ledger-entries.ts'
import { reservedFacts } from './reserved-fact.ts'
import type { MemberTaken } from './stock-changes.ts'
import type { StockTransaction } from './stock-tables.ts'
import { endWaiting, noteOffers, offerIdOf, readLine } from './waitlist-store.ts'

/** Who waits, looked at together. */
const AT_ONCE = 500

/**
 * Offers the free units of the locked drop to who waits first. To be called under the lock by
 * whoever frees units, after the counters have changed and before `settleEnded` and `saveDrop`.
 * Where nobody waits it asks nothing. Gives what the members hold then, for the gate.
 */
export async function offerFreed(
  trx: StockTransaction,
  locked: LockedDrop,
): Promise<MemberTaken[]> {
  if (locked.drop.waiting === 0) return []
  const isEnded = dropStateAt(locked.drop, locked.nowMs) === 'ended'
  if (isEnded && locked.nowMs >= servedUntilMs(trx, locked.drop.closesAtMs)) {
    await passEverybody(trx, locked)
    return []
  }
  // What has ended cannot go on after a pause any more; whoever waits is served all the same.
  if (locked.drop.paused && !isEnded) return []
  const taken: MemberTaken[] = []
  while (locked.drop.waiting > 0 && freeUnits(locked.drop) > 0) {
    for (const each of await offerToHead(trx, locked)) taken.push(each)
  }
  return taken
}

/** Until then a drop that has closed is offered to who waits: seven days. */
export function servedUntilMs({ settings }: StockTransaction, closesAtMs: number): number {
  return closesAtMs + 7 * (settings.dayMs ?? 86_400_000)
}

async function offerToHead(trx: StockTransaction, locked: LockedDrop): Promise<MemberTaken[]> {
  const { drop, nowMs } = locked
  const { dropId } = drop
  const free = freeUnits(drop)
  const line = await readLine(trx, dropId, Math.min(free, AT_ONCE))
  assert(line.length > 0, `of drop ${dropId} ${drop.waiting} wait, and nobody is in the line`)
  const memberIds = [...new Set(line.map(entry => entry.memberId))]
  const takenByMember = await readTaken(trx, dropId, memberIds)
  const decisions = decideOffers({ ...drop, nowMs, free, takenByMember }, line)
  await write(trx, locked, decisions)
  return decisions.map(decision => {
    const { memberId } = decision.entry
    const more = decision.outcome === 'offered' ? decision.quantity : 0
    return { dropId, memberId, units: (takenByMember.get(memberId) ?? 0) + more, inLine: true }
  })
}

/** Writes what was decided; the ledger tells it in the order of the line. */
async function write(
  trx: StockTransaction,
  locked: LockedDrop,
  decisions: readonly OfferDecision[],
): Promise<void> {
  const { drop, nowMs } = locked
  const { dropId } = drop
  const offered = decisions.filter(decision => decision.outcome === 'offered')
  const passed = decisions.filter(decision => decision.outcome === 'passed')
  const indexes = log(trx, locked, decisions)
  await trx.sql.later(
    INSERT_RESERVATION,
    ...offered.map(({ entry, position, quantity, expiresAtMs }, at) => [
      ...[entry.memberId, dropId, offerIdOf(entry.entryId), position, quantity],
      ...[drop.priceMinor * quantity, drop.currency, nowMs, expiresAtMs, indexes[at] ?? null],
    ]),
  )
  const holders = offered.map(({ entry: { entryId, memberId }, outcome: _, ...place }) => ({
    ...place,
    memberId,
    reservationId: offerIdOf(entryId),
  }))
  await enrol(trx, dropId, holders)
  await noteOffers(
    trx,
    dropId,
    offered.map(({ entry }) => entry),
  )
  await endWaiting(
    trx,
    dropId,
    passed.map(({ entry }) => entry.ticket),
    'passed',
  )
  locked.drop = {
    ...drop,
    reserved: drop.reserved + offered.reduce((sum, { quantity }) => sum + quantity, 0),
    waiting: drop.waiting - decisions.length,
    nextPosition: drop.nextPosition + offered.length,
    nextDueAtMs: Math.min(drop.nextDueAtMs, ...offered.map(offer => offer.expiresAtMs)),
  }
}

/** Gives the ledger's entries of the offers. */
function log(
  { settings }: StockTransaction,
  locked: LockedDrop,
  decisions: readonly OfferDecision[],
): number[] {
  const { drop, nowMs, entries, events } = locked
  const pseudonymOf = pseudonyms(settings.pseudonymSecret, drop.dropId)
  const factOf = reservedFacts(drop, nowMs)
  const indexes: number[] = []
  for (const decision of decisions) {
    const { ticket, entryId, memberId } = decision.entry
    if (decision.outcome === 'passed') {
      entries.push({ kind: 'passed', ticket })
      continue
    }
    const { position, quantity } = decision
    indexes.push(locked.frontier.size + entries.length)
    entries.push({ kind: 'offered', ticket, member: pseudonymOf(memberId), position, quantity })
    events.push(factOf({ reservationId: offerIdOf(entryId), memberId, quantity }, decision))
    events.push(offeredFact(locked, decision))
  }
  return indexes
}

function offeredFact(
  { drop, nowMs }: LockedDrop,
  { entry, quantity, expiresAtMs }: Extract<OfferDecision, { outcome: 'offered' }>,
): NewFact {
  const reservationId = offerIdOf(entry.entryId)
  return {
    type: 'stock.offered',
    subject: entry.entryId,
    version: 1,
    data: JSON.stringify({
      entryId: entry.entryId,
      dropId: drop.dropId,
      memberId: entry.memberId,
      reservationId,
      orderId: orderIdOf(reservationId),
      title: drop.title,
      options: JSON.parse(drop.options),
      quantity,
      offeredAtMs: nowMs,
      expiresAtMs,
    }),
  }
}

/** The time is over for which those who wait are served. */
async function passEverybody(trx: StockTransaction, locked: LockedDrop): Promise<void> {
  const { dropId } = locked.drop
  const line = await readLine(trx, dropId, locked.drop.waiting)
  const tickets = line.map(entry => entry.ticket)
  for (const ticket of tickets) locked.entries.push({ kind: 'passed', ticket })
  await endWaiting(trx, dropId, tickets, 'passed')
  locked.drop = { ...locked.drop, waiting: 0 }
}
