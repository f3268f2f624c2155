import type { ReservationRow, StockTransaction } from './stock-tables.ts'

/** Units of one SKU. */
export type LineUnits = { readonly skuId: string; readonly quantity: number }

/** The units of a regular order's reservation, its SKUs in the order in which they are locked. */
export function readLineUnits(
  trx: StockTransaction,
  { reservation_id }: Pick<ReservationRow, 'reservation_id'>,
): Promise<LineUnits[]> {
  return trx.sql.all<LineUnits>(
    'select sku_id as skuId, quantity from reservation_line where reservation_id = ? order by sku_id',
    reservation_id,
  )
}
