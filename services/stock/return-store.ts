import assert from 'node:assert/strict'
import { announce } from '#platform/events/outbox.ts'
import { type LockedDrop, lockDrop, saveDrop } from './drop-lock-store.ts'
import { readTaken } from './drop-roll-store.ts'
import { endedOf, giveBack, setNextDue, settleEnded } from './let-go-store.ts'
import { moveSql } from './move-reservation-store.ts'
import { offerFreed } from './offer-store.ts'
import { regularOf, releasedFact } from './released-fact.ts'
import { REGULAR, type ReservationKey, readReservationRow } from './reservation-store.ts'
import { type LineUnits, readLineUnits } from './reserved-lines-store.ts'
import { readSkuUnits } from './sku-units-store.ts'
import { noChanges, type StockChanges } from './stock-changes.ts'
import type { ReservationRow, StockTransaction } from './stock-tables.ts'

const cancellation = moveSql({ from: 'committed', to: 'released' })

type UnitsReturn = ReservationKey & {
  /** Makes it once, however often it is asked for. */
  readonly returnId: string
  /** Units of what was sold, by SKU. */
  readonly lines: readonly LineUnits[]
}

type Ended = {
  readonly outcome: 'done' | 'not_found' | 'illegal_transition'
  readonly changes: StockChanges
}

const refused = (outcome: Exclude<Ended['outcome'], 'done'>): Ended => ({
  outcome,
  changes: noChanges,
})
const doneBefore: Ended = { outcome: 'done', changes: noChanges }

export const returnWrites = {
  /**
   * A paid order was cancelled: what was sold is free again, and so is the member's limit. When
   * its money came stays, so that a capture that is told again is known. Again, it does nothing.
   */
  async releaseSold(trx: StockTransaction, key: ReservationKey): Promise<Ended> {
    const row = await readReservationRow(trx, key)
    if (row === null) return refused('not_found')
    if (row.committed_at_ms === null) return refused('illegal_transition')
    const changes = await (row.drop_id === REGULAR
      ? releaseRegular(trx, row)
      : releaseOfDrop(trx, row))
    return { outcome: 'done', changes }
  },

  /**
   * Units of a delivered order are back. The reservation stays sold, because a return does not free
   * the member's limit. Again, under the same id, it does nothing.
   */
  async returnUnits(trx: StockTransaction, request: UnitsReturn): Promise<Ended> {
    const row = await readReservationRow(trx, request)
    if (row === null) return refused('not_found')
    return row.drop_id === REGULAR
      ? returnRegular(trx, row, request)
      : returnOfDrop(trx, row, request)
  },
}

async function releaseOfDrop(trx: StockTransaction, row: ReservationRow): Promise<StockChanges> {
  const [locked, moved, units] = await Promise.all([
    lockDrop(trx, row.drop_id),
    moveRow(trx, row),
    readTaken(trx, row.drop_id, [row.member_id]),
  ])
  assert(locked !== null, 'a reservation names a drop that exists')
  if (!moved) return noChanges
  const { drop } = locked
  // From here it goes as a hold that was let go does.
  locked.drop = { ...drop, sold: drop.sold - row.quantity, reserved: drop.reserved + row.quantity }
  const taken = giveBack(locked, [endedOf(row)], 'released', units)
  const settled = await settle(trx, locked)
  return { ...settled, taken: [...taken, ...settled.taken] }
}

async function releaseRegular(trx: StockTransaction, row: ReservationRow): Promise<StockChanges> {
  const lines = await readLineUnits(trx, row)
  await lockSkus(trx, lines)
  if (!(await moveRow(trx, row))) return noChanges
  const nowMs = await trx.nowMs()
  await announce(trx, nowMs, [releasedFact(regularOf(row), 'released', nowMs)])
  return giveToSkus(trx, lines)
}

async function returnOfDrop(
  trx: StockTransaction,
  row: ReservationRow,
  request: UnitsReturn,
): Promise<Ended> {
  const locked = await lockDrop(trx, row.drop_id)
  assert(locked !== null && row.position !== null, 'a reservation of a drop has drop and position')
  const { drop } = locked
  const bought = [{ skuId: drop.skuId, quantity: row.quantity }]
  const outcome = await writeReturn(trx, { request, bought, atMs: locked.nowMs })
  if (outcome !== 'written') return outcome === 'known' ? doneBefore : refused(outcome)
  const quantity = unitsOf(request.lines)
  locked.drop = { ...drop, sold: drop.sold - quantity }
  locked.entries.push({ kind: 'returned', position: row.position, quantity })
  return { outcome: 'done', changes: await settle(trx, locked) }
}

async function returnRegular(
  trx: StockTransaction,
  row: ReservationRow,
  request: UnitsReturn,
): Promise<Ended> {
  await lockSkus(trx, request.lines)
  const bought = await readLineUnits(trx, row)
  const outcome = await writeReturn(trx, { request, bought, atMs: await trx.nowMs() })
  if (outcome !== 'written') return outcome === 'known' ? doneBefore : refused(outcome)
  return { outcome: 'done', changes: await giveToSkus(trx, request.lines) }
}

/** Under the lock of what the units go back to. No more comes back than was bought. */
async function writeReturn(
  trx: StockTransaction,
  written: {
    readonly request: UnitsReturn
    readonly bought: readonly LineUnits[]
    readonly atMs: number
  },
): Promise<'written' | 'known' | 'illegal_transition'> {
  const { request, bought, atMs } = written
  const { reservationId, returnId, lines } = request
  const row = await readReservationRow(trx, request)
  if (row?.state !== 'committed') return 'illegal_transition'
  const earlier = await trx.sql.all<LineUnits & { returnId: string }>(
    `select return_id as returnId, sku_id as skuId, quantity from unit_return
     where reservation_id = ?`,
    reservationId,
  )
  if (earlier.some(line => line.returnId === returnId)) return 'known'
  const exceeds = lines.some(({ skuId, quantity }) => {
    const out = unitsOf(bought.filter(line => line.skuId === skuId))
    return unitsOf(earlier.filter(line => line.skuId === skuId)) + quantity > out
  })
  if (exceeds) return 'illegal_transition'
  await trx.sql.runEach(
    `insert into unit_return (reservation_id, return_id, sku_id, quantity, at_ms)
     values (?, ?, ?, ?, ?)`,
    lines.map(({ skuId, quantity }) => [reservationId, returnId, skuId, quantity, atMs]),
  )
  return 'written'
}

/** Units are free in the locked drop: they take the way of all that are. */
async function settle(trx: StockTransaction, locked: LockedDrop): Promise<StockChanges> {
  const taken = await offerFreed(trx, locked)
  await setNextDue(trx, locked)
  const skus = await settleEnded(trx, locked)
  await saveDrop(trx, locked)
  return { drops: [locked.drop], skus, taken }
}

async function giveToSkus(
  trx: StockTransaction,
  lines: readonly LineUnits[],
): Promise<StockChanges> {
  await trx.sql.runEach(
    'update sku set sold = sold - ? where sku_id = ?',
    lines.map(({ skuId, quantity }) => [quantity, skuId]),
  )
  const skus = await readSkuUnits(
    trx,
    lines.map(({ skuId }) => skuId),
  )
  return { drops: [], skus, taken: [] }
}

async function lockSkus(trx: StockTransaction, lines: readonly LineUnits[]): Promise<void> {
  const skuIds = lines.map(({ skuId }) => skuId).sort()
  await trx.sql.runEach(
    'update sku set version = version + 1 where sku_id = ?',
    skuIds.map(skuId => [skuId]),
  )
}

/** Nothing comes back twice: neither is cancelled what came back as a return. */
async function moveRow(trx: StockTransaction, row: ReservationRow): Promise<boolean> {
  const moved = await trx.sql.run(
    `update reservation set ${cancellation.set}, version = version + 1
     where ${cancellation.guard} and not exists (select 1 from unit_return where unit_return.reservation_id = ?)`,
    row.member_id,
    row.drop_id,
    row.reservation_id,
    row.reservation_id,
  )
  return moved === 1
}

const unitsOf = (lines: readonly { readonly quantity: number }[]): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0)
