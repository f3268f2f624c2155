import assert from 'node:assert/strict'
import type { DataOf, Event } from '#contracts/event.ts'
import type { paymentEvents } from '#contracts/payments.ts'
import { announce, announceTogether } from '#platform/events/outbox.ts'
import { type LockedDrop, lockDrop, type NewFact, saveDrop } from './drop-lock-store.ts'
import { moveSql } from './move-reservation-store.ts'
import { REGULAR, readReservationRows } from './reservation-store.ts'
import { type LineUnits, readLineUnits } from './reserved-lines-store.ts'
import type { StockChanges } from './stock-changes.ts'
import type { ReservationRow, StockTransaction } from './stock-tables.ts'

type Captured = DataOf<typeof paymentEvents.captured>

// Said again, so that the thread of the rush need not load the schemas.
const CAPTURED: typeof paymentEvents.captured.type = 'payment.captured'
type Paid = { readonly payment: Captured; readonly row: ReservationRow }

const sale = moveSql({ from: 'pinned', to: 'committed' })

/**
 * Money came: what is pinned for that payment is sold. What is not pinned for it is refused, and
 * the payment is refunded by who hears that. Drops first, in ascending order, then SKUs, then rows.
 */
export async function commitCaptured(
  trx: StockTransaction,
  events: readonly Event[],
): Promise<StockChanges> {
  const captured = events
    .filter(event => event.type === CAPTURED)
    .map(event => event.data as Captured)
  const rows = await readReservationRows(trx, captured)
  const found = captured.flatMap(payment => {
    const row = rows.get(payment.reservationId)
    return row?.member_id === payment.memberId ? [{ payment, row }] : []
  })
  const known = new Set(found.map(({ payment }) => payment))
  const refused = captured.filter(payment => !known.has(payment))
  const drops: LockedDrop['drop'][] = []
  for (const [dropId, group] of byDrop(found)) {
    if (dropId === REGULAR) await commitRegular(trx, group, refused)
    else drops.push(await commitOfDrop(trx, dropId, group, refused))
  }
  await refuse(trx, refused)
  return { drops, skus: [], taken: [] }
}

/** In ascending order, the regular orders after the drops. */
function byDrop(paid: readonly Paid[]): [string, Paid[]][] {
  const groups = [...Map.groupBy(paid, ({ row }) => row.drop_id)]
  const ofDrops = groups.filter(([dropId]) => dropId !== REGULAR)
  const regular = groups.filter(([dropId]) => dropId === REGULAR)
  return [...ofDrops.sort(([a], [b]) => (a < b ? -1 : 1)), ...regular]
}

/** Moves the rows, each under its guard. A payment that was committed before is passed over. */
async function moveRows(
  trx: StockTransaction,
  nowMs: number,
  group: readonly Paid[],
  refused: Captured[],
): Promise<Paid[]> {
  const moved = await trx.sql.runEach(
    `update reservation set ${sale.set}, committed_at_ms = ?, version = version + 1
     where ${sale.guard} and payment_id = ?`,
    group.map(({ payment, row }) => [
      nowMs,
      row.member_id,
      row.drop_id,
      row.reservation_id,
      payment.paymentId,
    ]),
  )
  const repeated = group.some((_, at) => moved[at] === 0)
    ? await readReservationRows(
        trx,
        group.map(({ payment }) => payment),
      )
    : new Map<string, ReservationRow>()
  return group.filter(({ payment }, at) => {
    if (moved[at] === 1) return true
    const row = repeated.get(payment.reservationId)
    const before = row?.payment_id === payment.paymentId && row.committed_at_ms !== null
    if (!before) refused.push(payment)
    return false
  })
}

async function commitOfDrop(
  trx: StockTransaction,
  dropId: string,
  group: readonly Paid[],
  refused: Captured[],
): Promise<LockedDrop['drop']> {
  const locked = await lockDrop(trx, dropId)
  assert(locked !== null, 'a reservation names a drop that exists')
  const paid = await moveRows(trx, locked.nowMs, group, refused)
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

async function commitRegular(
  trx: StockTransaction,
  group: readonly Paid[],
  refused: Captured[],
): Promise<void> {
  const skuIds = new Set<string>()
  const linesOf = new Map<string, readonly LineUnits[]>()
  for (const { row } of group) {
    const lines = await readLineUnits(trx, row)
    linesOf.set(row.reservation_id, lines)
    for (const { skuId } of lines) skuIds.add(skuId)
  }
  await trx.sql.runEach(
    'update sku set version = version + 1 where sku_id = ?',
    [...skuIds].sort().map(skuId => [skuId]),
  )
  const nowMs = await trx.nowMs()
  const paid = await moveRows(trx, nowMs, group, refused)
  const units = new Map<string, number>()
  for (const { skuId, quantity } of paid.flatMap(
    ({ row }) => linesOf.get(row.reservation_id) ?? [],
  )) {
    units.set(skuId, (units.get(skuId) ?? 0) + quantity)
  }
  await trx.sql.runEach(
    'update sku set reserved = reserved - ?, sold = sold + ? where sku_id = ?',
    [...units].map(([skuId, sold]) => [sold, sold, skuId]),
  )
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
    version: row.version + 1,
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
