import { reads as stockReads } from './stock-store.ts'
import type { ReservationRow, StockTables, StockTransaction } from './stock-tables.ts'

/** For tests: the store of stock, which also tells its rows as they are. */

type Plain<Table> = {
  readonly [Column in keyof Table]: Table[Column] extends { readonly __select__: infer Value }
    ? Value
    : Table[Column]
}

type SkuRow = Pick<StockTables['sku'], 'sku_id' | 'units'> & Counters
export type DropRow = Counters &
  Pick<
    StockTables['drop_sale'],
    | 'drop_id'
    | 'sku_id'
    | 'units'
    | 'opens_at_ms'
    | 'closes_at_ms'
    | 'limit_per_member'
    | 'next_due_at_ms'
  > & {
    readonly waiting: number
    readonly paused: number
    readonly next_position: number
    readonly ledger_size: number
    readonly ended: number
  }
type Counters = { readonly reserved: number; readonly sold: number }
export type EntryRow = Plain<StockTables['waitlist_entry']>
type LineRow = Plain<StockTables['reservation_line']>

export type StockRows = {
  readonly skus: readonly SkuRow[]
  readonly drops: readonly DropRow[]
  readonly reservations: readonly ReservationRow[]
  readonly lines: readonly LineRow[]
  readonly waitlist: readonly EntryRow[]
  readonly returns: readonly Plain<StockTables['unit_return']>[]
  readonly ledgerSizes: readonly { readonly drop_id: string; readonly size: number }[]
}

export const reads = {
  ...stockReads,
  /** All rows, or those of one drop. */
  async readRows(trx: StockTransaction, only: { dropId: string } | null): Promise<StockRows> {
    const { all } = trx.sql
    const of =
      only === null ? (["'all' = ?", 'all'] as const) : (['drop_id = ?', only.dropId] as const)
    const [where, value] = of
    return {
      skus: await all<SkuRow>('select * from sku order by sku_id'),
      drops: await all<DropRow>(`select * from drop_sale where ${where} order by drop_id`, value),
      reservations: await all<ReservationRow>(
        `select * from reservation where ${where} order by drop_id, position, reservation_id`,
        value,
      ),
      lines: await all<LineRow>(
        'select * from reservation_line order by reservation_id, line_number',
      ),
      returns: await all<StockRows['returns'][number]>(
        'select * from unit_return order by reservation_id, return_id, sku_id',
      ),
      waitlist: await all<EntryRow>(
        `select * from waitlist_entry where ${where} order by drop_id, ticket`,
        value,
      ),
      ledgerSizes: await all<{ drop_id: string; size: number }>(
        `select drop_id, sum(length(entries) - length(replace(entries, char(10), '')) + 1) as size
         from ledger_segment where ${where} group by drop_id`,
        value,
      ),
    }
  },
}

export { consume, migrations, writes } from './stock-store.ts'
