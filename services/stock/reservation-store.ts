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
    const row = await readReservationRow(trx, key)
    return row === null ? null : recordOf(trx, row)
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

export async function recordOf(
  trx: StockTransaction,
  row: ReservationRow,
): Promise<ReservationRecord> {
  return {
    reservationId: row.reservation_id,
    orderId: orderIdOf(row.reservation_id),
    memberId: row.member_id,
    state: row.state,
    lines: await readLines(trx, row),
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

type LineRow = {
  skuId: string
  productId: string
  title: string
  options: string
  quantity: number
  unitPriceMinor: number
}

/** A drop's reservation has one line, which its drop tells; a regular one has rows of its own. */
async function readLines(trx: StockTransaction, row: ReservationRow): Promise<ReservationLine[]> {
  const lines =
    row.drop_id === REGULAR
      ? await trx.sql.all<LineRow>(
          `select line.sku_id as skuId, product_id as productId, title, options,
             line.quantity, unit_price_minor as unitPriceMinor
           from reservation_line as line join sku on sku.sku_id = line.sku_id
           where reservation_id = ? order by line_number`,
          row.reservation_id,
        )
      : await trx.sql.all<LineRow>(
          `select sku_id as skuId, product_id as productId, line_title as title, options,
             ? as quantity, ? as unitPriceMinor
           from drop_sale where drop_id = ?`,
          row.quantity,
          row.total_minor / row.quantity,
          row.drop_id,
        )
  return lines.map(({ unitPriceMinor, options, ...line }) => ({
    ...line,
    options: JSON.parse(options),
    unitPrice: { amountMinor: unitPriceMinor, currency: row.currency },
  }))
}
