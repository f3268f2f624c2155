import assert from 'node:assert/strict'
import { orderIdOf } from '#contracts/order-id.ts'
import type { ReservationLine, ReservationRecord } from '#contracts/stock.ts'
import { sqlList, sqlLists } from '#platform/database/sql-list.ts'
import { countStates } from './drop-roll-store.ts'
import { readReceipt } from './ledger-store.ts'
import type { ReservationRow, StockTransaction } from './stock-tables.ts'

/** What stands for the drop of a regular order's reservation. */
export const REGULAR = ''

/** Whose reservation, and which: the rows lie by member. */
export type ReservationKey = { readonly memberId: string; readonly reservationId: string }

const COLUMNS = `reservation_id, member_id, drop_id, position, quantity, total_minor,
  currency, state, reserved_at_ms, expires_at_ms, ledger_index, payment_id, attempt,
  committed_at_ms, version`

export async function readReservationRow(
  trx: StockTransaction,
  { memberId, reservationId }: ReservationKey,
): Promise<ReservationRow | null> {
  const [row] = await trx.sql.all<ReservationRow>(
    `select ${COLUMNS} from reservation where member_id = ? and reservation_id = ?`,
    memberId,
    reservationId,
  )
  return row ?? null
}

/** The rows of many reservations, by their id. */
export async function readReservationRows(
  trx: StockTransaction,
  keys: readonly ReservationKey[],
): Promise<Map<string, ReservationRow>> {
  const found = new Map<string, ReservationRow>()
  for (const some of sqlLists(keys)) {
    const members = sqlList(some.map(key => key.memberId))
    const ids = sqlList(some.map(key => key.reservationId))
    const rows = await trx.sql.all<ReservationRow>(
      `select ${COLUMNS} from reservation
       where member_id in (${members.marks}) and coalesce(reservation_id, '') in (${ids.marks})`,
      ...members.values,
      ...ids.values,
    )
    for (const row of rows) found.set(row.reservation_id, row)
  }
  return found
}

export const reservationReads = {
  async findReservation(
    trx: StockTransaction,
    key: ReservationKey,
  ): Promise<ReservationRecord | null> {
    const [row, goods] = await Promise.all([readReservationRow(trx, key), readDropGoods(trx, key)])
    if (row === null) return null
    if (row.drop_id === REGULAR) return regularRecordOf(trx, row)
    return recordOf(row, [lineOf(row, goods)])
  },

  /** Which of these claims were accepted, by their reservations' ids. */
  async listAccepted(
    trx: StockTransaction,
    { claims }: { readonly claims: readonly ReservationKey[] },
  ): Promise<string[]> {
    return [...(await readReservationRows(trx, claims)).keys()]
  },

  /** The receipt of a drop's reservation, as JSON text. */
  async readReceipt(trx: StockTransaction, key: ReservationKey): Promise<string | null> {
    const row = await readReservationRow(trx, key)
    if (row === null || row.ledger_index === null) return null
    return readReceipt(trx, row.drop_id, row.ledger_index)
  },

  /** How many reservations of a drop are in each state; for the console. */
  async countStates(
    trx: StockTransaction,
    { dropId }: { dropId: string },
  ): Promise<Record<string, number>> {
    return countStates(trx, dropId)
  },
}

function recordOf(row: ReservationRow, lines: ReservationLine[]): ReservationRecord {
  return {
    reservationId: row.reservation_id,
    orderId: orderIdOf(row.reservation_id),
    memberId: row.member_id,
    state: row.state,
    lines,
    total: { amountMinor: row.total_minor, currency: row.currency },
    expiresAtMs: row.expires_at_ms,
    reservedAtMs: row.reserved_at_ms,
    version: row.version,
    dropId: row.drop_id === REGULAR ? null : row.drop_id,
    position: row.position,
    ...saleOf(row),
  }
}

function saleOf({
  payment_id: paymentId,
  committed_at_ms: committedAtMs,
}: ReservationRow): Pick<ReservationRecord, 'sale'> {
  return paymentId === null || committedAtMs === null ? {} : { sale: { paymentId, committedAtMs } }
}

type Goods = { skuId: string; productId: string; title: string; options: string }

/** A drop's reservation has one line, of what its drop sells. Nothing for a regular one. */
async function readDropGoods(
  trx: StockTransaction,
  { memberId, reservationId }: ReservationKey,
): Promise<Goods | undefined> {
  const [goods] = await trx.sql.all<Goods>(
    `select sku_id as skuId, product_id as productId, line_title as title, options from drop_sale
     where drop_id = (select drop_id from reservation where member_id = ? and reservation_id = ?)`,
    memberId,
    reservationId,
  )
  return goods
}

function lineOf(row: ReservationRow, goods: Goods | undefined): ReservationLine {
  assert(goods !== undefined, 'a reservation names a drop that exists')
  const { quantity, total_minor: totalMinor } = row
  return lineTold(row, { ...goods, quantity, unitPriceMinor: totalMinor / quantity })
}

type LineRow = Goods & { quantity: number; unitPriceMinor: number }

/** The record of a regular reservation, which has rows of its own for its lines. */
export async function regularRecordOf(
  trx: StockTransaction,
  row: ReservationRow,
): Promise<ReservationRecord> {
  return recordOf(row, await readRegularLines(trx, row))
}

async function readRegularLines(
  trx: StockTransaction,
  row: ReservationRow,
): Promise<ReservationLine[]> {
  const lines = await trx.sql.all<LineRow>(
    `select line.sku_id as skuId, product_id as productId, title, options,
       line.quantity, unit_price_minor as unitPriceMinor
     from reservation_line as line join sku on sku.sku_id = line.sku_id
     where reservation_id = ? order by line_number`,
    row.reservation_id,
  )
  return lines.map(line => lineTold(row, line))
}

const lineTold = (
  { currency }: ReservationRow,
  { unitPriceMinor, options, ...line }: LineRow,
): ReservationLine => ({
  ...line,
  options: JSON.parse(options),
  unitPrice: { amountMinor: unitPriceMinor, currency },
})
