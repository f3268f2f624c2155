import assert from 'node:assert/strict'
import { dropStateAt, freeUnits } from './drop.ts'
import type { LockedDrop } from './drop-lock-store.ts'
import { type Holder, readNextDue, readTaken, readVersions, takeDue } from './drop-roll-store.ts'
import { moveSql } from './move-reservation-store.ts'
import { offerFreed, servedUntilMs } from './offer-store.ts'
import { releasedFact } from './released-fact.ts'
import { readSkuUnits } from './sku-units-store.ts'
import type { MemberTaken, SkuUnits } from './stock-changes.ts'
import type { ReservationRow, StockTransaction } from './stock-tables.ts'

/** Nothing of a drop is due before this: later than every instant that JavaScript knows. */
const NEVER_MS = 8_640_000_000_000_000

/** How many holds one transaction of the timer lets go; the others follow in the next. */
const AT_ONCE = 500
/** All that is due: more than a drop has units. */
export const ALL_DUE = 1_000_000_000

const expiry = moveSql({ from: 'held', to: 'expired' })

/** A hold that has ended, and the version that its end has. */
type Ended = Holder & { readonly version: number }

/** What ends with the move of this row, a drop's reservation. */
export function endedOf(row: ReservationRow): Ended {
  assert(row.position !== null, 'a reservation of a drop has its position')
  return {
    reservationId: row.reservation_id,
    memberId: row.member_id,
    position: row.position,
    quantity: row.quantity,
    version: row.version + 1,
  }
}

/**
 * Lets go the holds of the locked drop whose time is up, about so many of them. Every batch
 * begins with all of them, so that expiry is no timer's affair alone, and nobody is refused for
 * the sake of a hold that is over. Gives what the members hold then.
 */
export async function letGoDue(
  trx: StockTransaction,
  locked: LockedDrop,
  limit = AT_ONCE,
): Promise<MemberTaken[]> {
  const { drop, nowMs } = locked
  const { dropId } = drop
  if (nowMs < drop.nextDueAtMs) return []
  const due = await takeDue(trx, { dropId, nowMs, limit })
  const expired = await trx.sql.runEach(
    `update reservation set ${expiry.set}, version = version + 1 where ${expiry.guard}`,
    due.map(hold => [hold.memberId, dropId, hold.reservationId]),
  )
  const gone = due.filter((_, at) => expired[at] === 1)
  const [versions, units] = await Promise.all([
    readVersions(trx, dropId, gone),
    readTaken(trx, dropId, [...new Set(gone.map(hold => hold.memberId))]),
  ])
  const ended = gone.map(hold => ({ ...hold, version: versions.get(hold.reservationId) ?? 0 }))
  const taken = giveBack(locked, ended, 'expired', units)
  const offered = await offerFreed(trx, locked)
  await setNextDue(trx, locked)
  return [...taken, ...offered]
}

/**
 * Gives the units of ended holds back to the drop and tells so. The rows of the reservations have
 * been changed already, under a guard; `taken` says what their members have since then.
 */
export function giveBack(
  locked: LockedDrop,
  gone: readonly Ended[],
  how: 'expired' | 'released',
  taken: ReadonlyMap<string, number>,
): MemberTaken[] {
  if (gone.length === 0) return []
  const { dropId } = locked.drop
  const units = gone.reduce((sum, hold) => sum + hold.quantity, 0)
  locked.drop = { ...locked.drop, reserved: locked.drop.reserved - units }
  for (const hold of gone) {
    locked.entries.push({ kind: how, position: hold.position })
    const { data, ...fact } = releasedFact({ ...hold, dropId }, how, locked.nowMs)
    locked.events.push({ ...fact, data: JSON.stringify(data) })
  }
  const memberIds = [...new Set(gone.map(hold => hold.memberId))]
  return memberIds.map(memberId => ({ dropId, memberId, units: taken.get(memberId) ?? 0 }))
}

/** After closing, what is free and wanted by nobody goes to the SKU. Gives the SKU's units then. */
export async function settleEnded(trx: StockTransaction, locked: LockedDrop): Promise<SkuUnits[]> {
  const { drop, nowMs } = locked
  if (dropStateAt(drop, nowMs) !== 'ended') return []
  if (!drop.ended) {
    // A pause ends with the drop: what it kept back is for who waits.
    locked.drop = { ...drop, ended: true, paused: false }
    await setNextDue(trx, locked)
  }
  const free = freeUnits(locked.drop)
  if (free === 0 || locked.drop.waiting > 0) return []
  return moveToSku(trx, locked, free)
}

/** Moves free units from the locked drop to its SKU, or from the SKU where negative. */
export async function moveToSku(
  trx: StockTransaction,
  locked: LockedDrop,
  units: number,
): Promise<SkuUnits[]> {
  const unitsAfter = locked.drop.units - units
  locked.drop = { ...locked.drop, units: unitsAfter }
  locked.entries.push({ kind: 'units_changed', delta: -units, units: unitsAfter })
  locked.unitsToSku += units
  const skus = await readSkuUnits(trx, [locked.drop.skuId])
  return skus.map(sku => ({ ...sku, available: sku.available + units }))
}

/** Something about the drop is due next: a hold ends, the drop closes, or nobody waits any more. */
export async function setNextDue(trx: StockTransaction, locked: LockedDrop): Promise<void> {
  const { dropId, ended, closesAtMs, waiting } = locked.drop
  const next = await readNextDue(trx, dropId)
  const afterwards = waiting > 0 ? servedUntilMs(trx, closesAtMs) : NEVER_MS
  const nextDueAtMs = Math.min(next ?? NEVER_MS, ended ? afterwards : closesAtMs)
  locked.drop = { ...locked.drop, nextDueAtMs }
}
