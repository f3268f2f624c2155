import assert from 'node:assert/strict'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { checkLedger } from '#run/ledger/ledger-checks.ts'
import type { AStock } from '#services/stock/a-stock.ts'
import { auditRows } from '#services/stock/a-stock-audit.ts'
import type { DropRow } from '#services/stock/a-stock-rows-store.ts'
import type { ReservationRow } from '#services/stock/stock-tables.ts'

type Row = Pick<ReservationRow, 'reservation_id' | 'state' | 'position'>

/**
 * What must hold of stock after every race, from its rows and from what it told: the counters are
 * those of the rows; the ledger is signed, whole, and a stranger who replays it finds no fault and
 * the same counters; each reservation was announced once, and so was its end.
 */
export async function checkStock(stock: AStock): Promise<void> {
  await stock.audit()
  const rows = await stock.database.read.readRows(null)
  auditRows(rows)
  for (const drop of rows.drops) {
    const entries = await stock.ledger(drop.drop_id)
    const own = rows.reservations.filter(row => row.drop_id === drop.drop_id)
    await checkLedgerOf(stock, drop, entries)
    checkEnds(own, entries)
  }
  await checkEvents(stock, rows.reservations)
}

async function checkLedgerOf(
  stock: AStock,
  drop: DropRow,
  entries: readonly LedgerEntry[],
): Promise<void> {
  const head = await stock.database.read.readLedgerHead({ dropId: drop.drop_id })
  assert(head !== null, 'a planned drop has a head')
  const { checks, counters } = checkLedger(entries, head, drop.drop_id, stock.keysByKid)
  assert.deepEqual(
    checks.filter(check => check.fault !== null),
    [],
  )
  const { units, reserved, sold, waiting } = drop
  assert.deepEqual(
    { ...counters },
    {
      ...{ entries: drop.ledger_size, units, reserved, sold, remaining: units - reserved - sold },
      ...{ waiting, positions: drop.next_position - 1 },
    },
  )
}

const endOf = {
  held: null,
  pinned: null,
  committed: 'committed',
  released: 'released',
  expired: 'expired',
} as const

/** The ledger tells how each reservation ended, and the row says the same. */
function checkEnds(rows: readonly Row[], entries: readonly LedgerEntry[]): void {
  const told = new Map(
    entries
      .filter(({ kind }) => kind === 'committed' || kind === 'released' || kind === 'expired')
      .map(({ kind, position }) => [position, kind]),
  )
  for (const { state, position } of rows) {
    assert.equal(told.get(position ?? 0) ?? null, endOf[state], `position ${position} is ${state}`)
  }
}

const factsOf = {
  held: ['stock.reserved'],
  pinned: ['stock.reserved'],
  committed: ['stock.reserved', 'stock.committed'],
  released: ['stock.reserved', 'stock.released'],
  expired: ['stock.reserved', 'stock.released'],
} as const satisfies Record<Row['state'], readonly string[]>

async function checkEvents(stock: AStock, rows: readonly Row[]): Promise<void> {
  const facts = Map.groupBy(await stock.announced(), row => row.subject)
  for (const { reservation_id, state } of rows) {
    const told = facts.get(reservation_id)?.map(({ type }) => type)
    assert.deepEqual(told, factsOf[state], `${reservation_id} is ${state}`)
  }
}

/** Units of a SKU and of its drops together: they move, and none is made or lost. */
export async function unitsInAll(stock: AStock, skuId: string): Promise<number> {
  const { skus, drops } = await stock.database.read.readRows(null)
  return [...skus, ...drops]
    .filter(row => row.sku_id === skuId)
    .reduce((sum, { units }) => sum + units, 0)
}
