import assert from 'node:assert/strict'
import { orderIdOf } from '#contracts/order-id.ts'
import type { LedgerEntry } from '#contracts/stock.ts'
import { replayLedger } from '#run/replay-ledger.ts'
import { openRows, type Rows, rules } from './shop-rows-store.ts'

/**
 * The nine invariants of the shop, from the rows on disk and not from counters. The shop must be
 * at rest: nothing in flight, every event delivered.
 */
export function assertShopInvariants(dataFolder: string): void {
  using rows = openRows(dataFolder)
  for (const [promise, [service, sql]] of Object.entries(rules)) {
    assert.deepEqual(rows.all(service, sql), [], promise)
  }
  ledgersReplay(rows)
  moneyMatches(rows)
  ordersFollow(rows)
  eventsArrived(rows)
}

function ledgersReplay(rows: Rows): void {
  const drops = rows.all<{ drop_id: string; units: number; reserved: number; sold: number }>(
    'stock',
    'select drop_id, units, reserved, sold from drop_sale',
  )
  const segments = rows.all<{ drop_id: string; entries: string }>(
    'stock',
    'select drop_id, entries from ledger_segment order by drop_id, first_index',
  )
  const ledgers = Map.groupBy(segments, segment => segment.drop_id)
  for (const { drop_id, units, reserved, sold } of drops) {
    const ledger = ledgers.get(drop_id) ?? []
    const lines = ledger.flatMap(({ entries }) => entries.split('\n'))
    const replay = replayLedger(lines.map(line => JSON.parse(line) as LedgerEntry))
    assert.deepEqual(replay.faults, [], 'the ledger replays without a fault')
    const { counters } = replay
    assert.deepEqual(
      [counters.units, counters.reserved, counters.sold],
      [units, reserved, sold],
      'replaying the ledger gives the counters',
    )
  }
}

type Payment = {
  payment_id: string
  reservation_id: string
  amount_minor: number
  refunded_minor: number
}

/** What the provider took is what payments say, and stands behind a sold unit or was given back. */
function moneyMatches(rows: Rows): void {
  const captured = rows.all<Payment>(
    'payments',
    `select payment_id, reservation_id, amount_minor, refunded_minor from payment
     where captured_at_ms is not null order by payment_id`,
  )
  const charges = rows.all<Omit<Payment, 'reservation_id'>>(
    'simulator',
    `select payment_id, amount_minor, refunded_minor from charge
     where state = 'captured' order by payment_id`,
  )
  assert.deepEqual(
    captured.map(({ reservation_id: _, ...payment }) => payment),
    charges,
    'the provider has captured and given back exactly what payments say',
  )
  const sold = rows.all<{ reservation_id: string; payment_id: string }>(
    'stock',
    `select reservation_id, payment_id from reservation where state = 'committed'
     order by payment_id`,
  )
  const kept = captured.filter(payment => payment.refunded_minor < payment.amount_minor)
  assert.deepEqual(
    kept.map(({ reservation_id, payment_id }) => ({ reservation_id, payment_id })),
    sold,
    'captured and kept means sold, and sold means captured and kept',
  )
}

const orderStateOf = {
  held: 'awaiting_payment',
  pinned: 'awaiting_payment',
  committed: 'paid',
  released: 'cancelled',
  expired: 'expired',
} as const

function ordersFollow(rows: Rows): void {
  const reservations = rows.all<{ reservation_id: string; state: keyof typeof orderStateOf }>(
    'stock',
    'select reservation_id, state from reservation',
  )
  const orders = rows.all<{ order_id: string; state: string }>(
    'orders',
    'select order_id, state from order_header order by order_id',
  )
  const expected = reservations
    .map(row => ({ order_id: orderIdOf(row.reservation_id), state: orderStateOf[row.state] }))
    .sort((a, b) => (a.order_id < b.order_id ? -1 : 1))
  assert.deepEqual(
    orders,
    expected,
    'each reservation has its order, in the state that follows from it',
  )
}

function eventsArrived(rows: Rows): void {
  for (const service of ['stock', 'orders', 'payments', 'notifications'] as const) {
    assert.deepEqual(rows.all(service, 'select * from dead_letter'), [], `${service}: dead letters`)
  }
  for (const service of ['stock', 'orders', 'payments', 'notifications'] as const) {
    const cursors = rows.all<{ source: 'stock' | 'orders' | 'payments'; last_number: number }>(
      service,
      'select source, last_number from inbox_cursor',
    )
    for (const { source, last_number } of cursors) {
      const [outbox] = rows.all<{ last: number | null }>(
        source,
        'select max(number) as last from outbox',
      )
      assert.ok(
        last_number >= (outbox?.last ?? 0),
        `${service} has consumed every event of ${source}: ${last_number} of ${outbox?.last}`,
      )
    }
  }
}
