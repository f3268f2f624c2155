import assert from 'node:assert/strict'
import { announce } from '#platform/events/outbox.ts'
import { lockDrop, saveDrop } from './drop-lock-store.ts'
import { readTaken } from './drop-roll-store.ts'
import { endedOf, giveBack, letGoDue, settleEnded } from './let-go-store.ts'
import { moveSql } from './move-reservation-store.ts'
import { offerFreed } from './offer-store.ts'
import { regularOf, releasedFact } from './released-fact.ts'
import type { ReservationMove } from './reservation.ts'
import { REGULAR, type ReservationKey, readReservationRow } from './reservation-store.ts'
import { readLineUnits } from './reserved-lines-store.ts'
import { readSkuUnits } from './sku-units-store.ts'
import { noChanges, type SkuUnits, type StockChanges } from './stock-changes.ts'
import type { ReservationRow, StockTransaction } from './stock-tables.ts'

/** How a reservation that nobody paid for ends. */
type Ending = Extract<ReservationMove<'expired' | 'released'>, { readonly from: 'held' | 'pinned' }>

/**
 * Ends a live reservation of either kind, and gives its units back: the drop's lock first, then
 * the guarded move of the row, then the units. Does nothing where the row has moved meanwhile.
 */
export async function endReservation(
  trx: StockTransaction,
  row: ReservationRow,
  ending: Ending,
): Promise<StockChanges> {
  return row.drop_id === REGULAR ? endRegular(trx, row, ending) : endOfDrop(trx, row, ending)
}

async function endOfDrop(
  trx: StockTransaction,
  row: ReservationRow,
  ending: Ending,
): Promise<StockChanges> {
  const [locked, moved, units] = await Promise.all([
    lockDrop(trx, row.drop_id),
    moveRow(trx, row, ending),
    readTaken(trx, row.drop_id, [row.member_id]),
  ])
  assert(locked !== null, 'a reservation names a drop that exists')
  if (!moved) return noChanges
  const taken = giveBack(locked, [endedOf(row)], ending.to, units)
  // When something is due next stays: what is looked at too early is looked at in vain.
  const offered = await offerFreed(trx, locked)
  const skus = await settleEnded(trx, locked)
  await saveDrop(trx, locked)
  return { drops: [locked.drop], skus, taken: [...taken, ...offered] }
}

async function endRegular(
  trx: StockTransaction,
  row: ReservationRow,
  ending: Ending,
): Promise<StockChanges> {
  const moved = await moveRow(trx, row, ending)
  if (!moved) return noChanges
  const nowMs = await trx.nowMs()
  const lines = await readLineUnits(trx, row)
  await trx.sql.runEach(
    'update sku set reserved = reserved - ?, version = version + 1 where sku_id = ?',
    lines.map(line => [line.quantity, line.skuId]),
  )
  await announce(trx, nowMs, [releasedFact(regularOf(row), ending.to, nowMs)])
  const skus = await readSkuUnits(
    trx,
    lines.map(line => line.skuId),
  )
  return { drops: [], skus, taken: [] }
}

async function moveRow(
  trx: StockTransaction,
  row: ReservationRow,
  ending: Ending,
): Promise<boolean> {
  const { set, guard } = moveSql(ending)
  const moved = await trx.sql.run(
    `update reservation set ${set}, version = version + 1 where ${guard}`,
    row.member_id,
    row.drop_id,
    row.reservation_id,
  )
  return moved === 1
}

type Released =
  | { readonly outcome: 'released'; readonly changes: StockChanges }
  | {
      readonly outcome: 'not_found' | 'reservation_pinned' | 'reservation_ended'
      readonly changes: StockChanges
    }

export const releaseWrites = {
  /** The member lets an unpaid reservation go. Past its time it expires instead. */
  async release(trx: StockTransaction, key: ReservationKey): Promise<Released> {
    const [row, nowMs] = await Promise.all([readReservationRow(trx, key), trx.nowMs()])
    const refused = (outcome: Exclude<Released['outcome'], 'released'>): Released => ({
      outcome,
      changes: noChanges,
    })
    if (row === null) return refused('not_found')
    if (row.state === 'pinned') return refused('reservation_pinned')
    if (row.state !== 'held') return refused('reservation_ended')
    const late = nowMs >= row.expires_at_ms
    const changes = await endReservation(trx, row, {
      from: 'held',
      to: late ? 'expired' : 'released',
    })
    if (changes === noChanges) return refused('reservation_pinned')
    return late ? { outcome: 'reservation_ended', changes } : { outcome: 'released', changes }
  },

  /** Lets go what is due of one drop: holds whose time is up, and units after its closing. */
  async letGoOfDrop(trx: StockTransaction, { dropId }: { dropId: string }): Promise<StockChanges> {
    const locked = await lockDrop(trx, dropId)
    if (locked === null) return noChanges
    const taken = await letGoDue(trx, locked)
    const skus = await settleEnded(trx, locked)
    await saveDrop(trx, locked)
    return { drops: [locked.drop], skus, taken }
  },

  /** Lets go the holds of regular orders whose time is up, at most `limit` of them. */
  async letGoOfRegular(
    trx: StockTransaction,
    { limit }: { limit: number },
  ): Promise<{ count: number; changes: StockChanges }> {
    const due = await trx.sql.all<ReservationKey & { dueAtMs: number }>(
      `select due_at_ms as dueAtMs, member_id as memberId, reservation_id as reservationId from regular_hold
       where due_at_ms <= ? order by due_at_ms, reservation_id limit ?`,
      await trx.nowMs(),
      limit,
    )
    const skus = new Map<string, SkuUnits>()
    for (const key of due) {
      await trx.sql.run(
        'delete from regular_hold where due_at_ms = ? and reservation_id = ?',
        key.dueAtMs,
        key.reservationId,
      )
      const row = await readReservationRow(trx, key)
      if (row === null) continue
      const changes = await endReservation(trx, row, { from: 'held', to: 'expired' })
      for (const sku of changes.skus) skus.set(sku.skuId, sku)
    }
    return { count: due.length, changes: { drops: [], skus: [...skus.values()], taken: [] } }
  },
}

export const releaseReads = {
  /** Drops of which something is due, and whether regular holds are. */
  async readDue(
    trx: StockTransaction,
    { limit }: { limit: number },
  ): Promise<{ dropIds: string[]; regular: boolean }> {
    const nowMs = await trx.nowMs()
    const drops = await trx.sql.all<{ dropId: string }>(
      'select drop_id as dropId from drop_sale where next_due_at_ms <= ? order by next_due_at_ms limit ?',
      nowMs,
      limit,
    )
    const [regular] = await trx.sql.all(
      'select reservation_id from regular_hold where due_at_ms <= ? limit 1',
      nowMs,
    )
    return { dropIds: drops.map(row => row.dropId), regular: regular !== undefined }
  },
}
