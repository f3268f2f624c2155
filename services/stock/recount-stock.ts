import type { Drift, Recount } from '#platform/database/recount.ts'
import type { CountedDrop, LedgerTally, RowTally } from './stock-recount-store.ts'
import type { StockDatabase } from './stock-service.ts'

type Sums = {
  reserved: number
  sold: number
  reservations: number
  paid: number
  entries: number
  begun: number
  committed: number
}

/**
 * Counts a drop's units again from its reservations, and holds its ledger against both. Slices are
 * read at different instants: so only drops are judged that stood still for the whole pass, which
 * their version tells.
 */
export function recountStock({ read }: Pick<StockDatabase, 'read'>): Recount {
  async function* pass(): AsyncGenerator<readonly Drift[], void> {
    const before = new Map<string, CountedDrop>()
    for await (const rows of slices('', after => read.listCounted({ after }))) {
      for (const drop of rows) before.set(drop.dropId, drop)
      yield []
    }
    const sums = new Map<string, Sums>()
    for await (const rows of slices('', after => read.tallyReservations({ after }))) {
      for (const { dropId, ...tally } of rows) add(sums, dropId, tally)
      yield []
    }
    const first = { dropId: '', firstIndex: -1 }
    for await (const rows of slices(first, after => read.tallyLedger({ after }))) {
      for (const { dropId, ...tally } of rows) add(sums, dropId, tally)
      yield []
    }
    for await (const rows of slices('', after => read.listCounted({ after }))) {
      const calm = rows.filter(drop => before.get(drop.dropId)?.version === drop.version)
      yield calm.flatMap(drop => driftsOf(drop, sums.get(drop.dropId) ?? nothing()))
    }
  }
  return { job: 'stock.recount_rows', invariants: ['drop_units', 'drop_ledger'], pass }
}

/** What does not agree: the counters with the rows, or the ledger with either. */
function driftsOf(drop: CountedDrop, sums: Sums): Drift[] {
  const { dropId, reserved, sold, reservations, ledgerSize } = drop
  const drifts: Drift[] = []
  if (reserved !== sums.reserved || sold !== sums.sold || reservations !== sums.reservations) {
    const counted = { reserved, sold, reservations }
    const rows = {
      rowsReserved: sums.reserved,
      rowsSold: sums.sold,
      rowsReservations: sums.reservations,
    }
    drifts.push({ invariant: 'drop_units', about: { dropId, ...counted, ...rows } })
  }
  const { entries, begun, committed, paid } = sums
  if (entries !== ledgerSize || begun !== sums.reservations || committed !== paid) {
    const ledger = { ledgerSize, entries, begun, committed }
    const rows = { rowsReservations: sums.reservations, rowsPaid: paid }
    drifts.push({ invariant: 'drop_ledger', about: { dropId, ...ledger, ...rows } })
  }
  return drifts
}

const nothing = (): Sums => ({
  ...{ reserved: 0, sold: 0, reservations: 0, paid: 0 },
  ...{ entries: 0, begun: 0, committed: 0 },
})

function add(
  sums: Map<string, Sums>,
  dropId: string,
  tally: Partial<Omit<RowTally & LedgerTally, 'dropId'>>,
): void {
  const sum = sums.get(dropId) ?? nothing()
  sums.set(dropId, sum)
  for (const [name, count] of Object.entries(tally)) sum[name as keyof Sums] += Number(count)
}

type Slice<Row, Key> = { readonly rows: readonly Row[]; readonly next: Key | null }

async function* slices<Row, Key>(
  first: Key,
  read: (after: Key) => Promise<Slice<Row, Key>>,
): AsyncGenerator<readonly Row[], void> {
  for (let after: Key | null = first; after !== null; ) {
    const slice: Slice<Row, Key> = await read(after)
    yield slice.rows
    after = slice.next
  }
}
