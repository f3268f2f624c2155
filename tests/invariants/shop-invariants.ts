import assert from 'node:assert/strict'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import { replayLedger } from '#run/replay-ledger.ts'
import { announcing, openRows, type Rows, rules, type Service } from './shop-rows-store.ts'

/** A shop of a test, by where it lies. */
type Placed = { readonly environment: NodeJS.ProcessEnv }

/**
 * The nine invariants of the shop, from the rows on disk and not from counters. The shop must be
 * at rest: nothing in flight, every event delivered.
 */
export async function assertShopInvariants({ environment }: Placed): Promise<void> {
  await using rows = await openRows(environment.DATABASE_URL ?? '')
  for (const [promise, [service, sql]] of Object.entries(rules)) {
    assert.deepEqual(await rows.all(service, sql), [], promise)
  }
  await ledgersReplay(rows)
  await moneyMatches(rows)
  await ordersFollow(rows)
  await mailsFollow(rows)
  await eventsArrived(rows)
}

async function ledgersReplay(rows: Rows): Promise<void> {
  const drops = await rows.all<{ drop_id: string; units: number; reserved: number; sold: number }>(
    'stock',
    'select drop_id, units, reserved, sold from drop_sale',
  )
  const segments = await rows.all<{ drop_id: string; entries: string }>(
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
async function moneyMatches(rows: Rows): Promise<void> {
  const captured = await rows.all<Payment>(
    'payments',
    `select payment_id, reservation_id, amount_minor, refunded_minor from payment
     where captured_at_ms is not null order by payment_id`,
  )
  const charges = await rows.all<Omit<Payment, 'reservation_id'>>(
    'simulator',
    `select payment_id, amount_minor, refunded_minor from charge
     where state = 'captured' order by payment_id`,
  )
  assert.deepEqual(
    captured.map(({ reservation_id: _, ...payment }) => payment),
    charges,
    'the provider has captured and given back exactly what payments say',
  )
  const sold = await rows.all<{ reservation_id: string; payment_id: string }>(
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

async function ordersFollow(rows: Rows): Promise<void> {
  const reservations = await rows.all<{ reservation_id: string; state: keyof typeof orderStateOf }>(
    'stock',
    'select reservation_id, state from reservation',
  )
  const orders = await rows.all<{ order_id: string; state: string }>(
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

/** Written, or about to be: one for each order that was ever paid, whatever came twice. */
async function mailsFollow(rows: Rows): Promise<void> {
  const count = async (service: Service, from: string): Promise<number> => {
    const [row] = await rows.all<{ count: number }>(
      service,
      `select count(*) as count from ${from}`,
    )
    return row?.count ?? 0
  }
  const paid = await count('stock', "reservation where state = 'committed'")
  const waiting = await count('notifications', 'pending_order_mail')
  const written = await count('notifications', "mail where kind = 'order_paid'")
  assert.equal(waiting + written, paid, 'one mail for each order that is paid')
}

async function eventsArrived(rows: Rows): Promise<void> {
  for (const service of announcing) {
    const letters = await rows.all(service, 'select * from dead_letter')
    assert.deepEqual(letters, [], `${service}: dead letters`)
  }
  await (rows.kind === 'sqlite' ? everyoneHasRead(rows) : everythingIsSent(rows))
}

/** The outboxes are the log: each consumer's cursor stands at their end. */
async function everyoneHasRead(rows: Rows): Promise<void> {
  for (const service of announcing) {
    const cursors = await rows.all<{ source: Service; last_number: number }>(
      service,
      'select source, last_number from inbox_cursor',
    )
    for (const { source, last_number } of cursors) {
      const [outbox] = await rows.all<{ last: number | null }>(
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

/** The outboxes are emptied into the log; that it was heard, the other rows show. */
async function everythingIsSent(rows: Rows): Promise<void> {
  for (const service of announcing) {
    const waiting = await rows.all(service, 'select number, type, subject from outbox')
    assert.deepEqual(waiting, [], `${service}: announced and not sent`)
  }
}
