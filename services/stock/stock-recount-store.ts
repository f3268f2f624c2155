import type { StockTransaction } from './stock-tables.ts'

/** What a drop counts of itself. The version tells whether anything of it has moved. */
export type CountedDrop = {
  readonly dropId: string
  readonly version: number
  readonly reserved: number
  readonly sold: number
  readonly reservations: number
  readonly ledgerSize: number
}

/** What rows say of a drop; to be added up. */
export type RowTally = {
  readonly dropId: string
  readonly reserved: number
  readonly sold: number
  readonly reservations: number
  readonly paid: number
}

export type LedgerTally = {
  readonly dropId: string
  readonly entries: number
  readonly begun: number
  readonly committed: number
}

type Slice<Row, Key> = { readonly rows: readonly Row[]; readonly next: Key | null }
type LedgerKey = { readonly dropId: string; readonly firstIndex: number }

const DROPS = 200
const RESERVATIONS = 500
const SEGMENTS = 10
/** Behind every UUID. */
const LAST = '~'

export const recountReads = {
  async listCounted(
    { sql }: StockTransaction,
    { after }: { readonly after: string },
  ): Promise<Slice<CountedDrop, string>> {
    const rows = await sql.all<CountedDrop>(
      `select drop_id as dropId, version, reserved, sold, next_position - 1 as reservations,
         ledger_size as ledgerSize from drop_sale where drop_id > ? order by drop_id limit ?`,
      after,
      DROPS,
    )
    return { rows, next: rows.length < DROPS ? null : (rows.at(-1)?.dropId ?? null) }
  },

  /** The reservations of the next members; one statement, so that it shows one instant. */
  async tallyReservations(
    { sql }: StockTransaction,
    { after }: { readonly after: string },
  ): Promise<Slice<RowTally, string>> {
    const [last] = await sql.all<{ memberId: string }>(
      `select member_id as memberId from reservation where member_id > ?
       order by member_id limit 1 offset ?`,
      after,
      RESERVATIONS - 1,
    )
    const upTo = last?.memberId ?? LAST
    const rows = await sql.all<RowTally>(TALLY, after, upTo)
    return { rows, next: last?.memberId ?? null }
  },

  async tallyLedger(
    { sql }: StockTransaction,
    { after }: { readonly after: LedgerKey },
  ): Promise<Slice<LedgerTally, LedgerKey>> {
    const segments = await sql.all<LedgerKey & { readonly entries: string }>(
      `select drop_id as dropId, first_index as firstIndex, entries from ledger_segment
       where drop_id > ? or (drop_id = ? and first_index > ?)
       order by drop_id, first_index limit ?`,
      after.dropId,
      after.dropId,
      after.firstIndex,
      SEGMENTS,
    )
    const last = segments.at(-1)
    const next = segments.length < SEGMENTS || last === undefined ? null : keyOf(last)
    return { rows: segments.map(tallyOf), next }
  },
}

const TALLY = `select drop_id as dropId,
    sum(case when state = 'held' or state = 'pinned' then quantity else 0 end) as reserved,
    sum(case when state = 'committed' then quantity - coalesce((
      select sum(back.quantity) from unit_return as back
      where back.reservation_id = r.reservation_id), 0) else 0 end) as sold,
    count(*) as reservations,
    sum(case when committed_at_ms is null then 0 else 1 end) as paid
  from reservation as r where member_id > ? and member_id <= ? and drop_id <> ''
  group by drop_id`

const keyOf = ({ dropId, firstIndex }: LedgerKey): LedgerKey => ({ dropId, firstIndex })

/** Entries are canonical JSON, a line each: their kinds are found without reading them whole. */
function tallyOf({ dropId, entries }: LedgerKey & { readonly entries: string }): LedgerTally {
  const count = (pattern: RegExp) => entries.match(pattern)?.length ?? 0
  return {
    dropId,
    entries: count(/\n/g) + 1,
    begun: count(/"kind":"(?:reserved|offered)"/g),
    committed: count(/"kind":"committed"/g),
  }
}
