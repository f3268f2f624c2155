import assert from 'node:assert/strict'
import type { DataOf, Event } from '#contracts/event.ts'
import type { paymentEvents } from '#contracts/payments.ts'
import { announce, announceTogether } from '#platform/outbox.ts'
import { type LockedDrop, lockDrop, type NewFact, saveDrop } from './drop-lock-store.ts'
import { REGULAR, readReservationRow } from './reservation-store.ts'
import type { StockChanges } from './stock-changes.ts'
import type { ReservationRow, StockTransaction } from './stock-tables.ts'

type Captured = DataOf<typeof paymentEvents.captured>

// Said again, so that the thread of the rush need not load the schemas.
const CAPTURED: typeof paymentEvents.captured.type = 'payment.captured'
type Paid = { readonly payment: Captured; readonly row: ReservationRow }

/**
 * Money came: what is pinned for that payment is sold. What is not pinned for it is refused, and
 * the payment is refunded by who hears that. Drops first, in ascending order, then SKUs.
 */
export async function commitCaptured(
  trx: StockTransaction,
  events: readonly Event[],
): Promise<StockChanges> {
  const captured = events
    .filter(event => event.type === CAPTURED)
    .map(event => event.data as Captured)
  const { paid, refused } = await match(trx, captured)
  const drops: LockedDrop['drop'][] = []
  for (const [dropId, group] of byDrop(paid)) {
    if (dropId === REGULAR) continue
    drops.push(await commitOfDrop(trx, dropId, group))
  }
  await commitRegular(
    trx,
    paid.filter(({ row }) => row.drop_id === REGULAR),
  )
  await refuse(trx, refused)
  return { drops, skus: [], taken: [] }
}

/** Moves the rows, each under its guard. A payment that is committed already is passed over. */
async function match(
  trx: StockTransaction,
  captured: readonly Captured[],
): Promise<{ paid: Paid[]; refused: Captured[] }> {
  const committed = await trx.sql.runEach(
    `update reservation set state = 'committed', version = version + 1
     where member_id = ? and reservation_id = ? and state = 'pinned' and payment_id = ?`,
    captured.map(payment => [payment.memberId, payment.reservationId, payment.paymentId]),
  )
  const paid: Paid[] = []
  const refused: Captured[] = []
  for (const [at, payment] of captured.entries()) {
    const row = await readReservationRow(trx, payment)
    if (committed[at] === 1) {
      assert(row !== null, 'a row that was just changed is there')
      paid.push({ payment, row })
    } else if (row?.payment_id !== payment.paymentId || row.state !== 'committed') {
      refused.push(payment)
    }
  }
  return { paid, refused }
}

function byDrop(paid: readonly Paid[]): [string, Paid[]][] {
  const groups = Map.groupBy(paid, ({ row }) => row.drop_id)
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

async function commitOfDrop(trx: StockTransaction, dropId: string, paid: readonly Paid[]) {
  const locked = await lockDrop(trx, dropId)
  assert(locked !== null, 'a reservation names a drop that exists')
  const units = paid.reduce((sum, { row }) => sum + row.quantity, 0)
  const { drop } = locked
  locked.drop = { ...drop, reserved: drop.reserved - units, sold: drop.sold + units }
  for (const each of paid) {
    assert(each.row.position !== null, 'a reservation of a drop has its position')
    locked.entries.push({ kind: 'committed', position: each.row.position })
    locked.events.push(committedEvent(each, locked.nowMs))
  }
  await saveDrop(trx, locked)
  return locked.drop
}

async function commitRegular(trx: StockTransaction, paid: readonly Paid[]): Promise<void> {
  if (paid.length === 0) return
  const units = new Map<string, number>()
  for (const { row } of paid) {
    const lines = await trx.sql.all<{ skuId: string; quantity: number }>(
      'select sku_id as skuId, quantity from reservation_line where reservation_id = ?',
      row.reservation_id,
    )
    for (const { skuId, quantity } of lines) units.set(skuId, (units.get(skuId) ?? 0) + quantity)
  }
  await trx.sql.runEach(
    'update sku set reserved = reserved - ?, sold = sold + ?, version = version + 1 where sku_id = ?',
    [...units].sort(([a], [b]) => (a < b ? -1 : 1)).map(([skuId, sold]) => [sold, sold, skuId]),
  )
  const nowMs = await trx.nowMs()
  await announceTogether(
    trx,
    nowMs,
    'stock.committed',
    paid.map(each => committedEvent(each, nowMs)),
  )
}

async function refuse(trx: StockTransaction, refused: readonly Captured[]): Promise<void> {
  if (refused.length === 0) return
  const nowMs = await trx.nowMs()
  await announce(
    trx,
    nowMs,
    refused.map(({ reservationId, orderId, paymentId }) => ({
      type: 'stock.commit_refused',
      subject: paymentId,
      version: 1,
      data: { reservationId, orderId, paymentId, atMs: nowMs },
    })),
  )
}

function committedEvent({ payment, row }: Paid, nowMs: number): NewFact {
  return {
    type: 'stock.committed',
    subject: row.reservation_id,
    version: row.version,
    data: JSON.stringify({
      reservationId: row.reservation_id,
      orderId: payment.orderId,
      memberId: row.member_id,
      dropId: row.drop_id === REGULAR ? null : row.drop_id,
      paymentId: payment.paymentId,
      committedAtMs: nowMs,
    }),
  }
}
