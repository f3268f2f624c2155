import assert from 'node:assert/strict'
import type { Rows } from './shop-rows-store.ts'

type Payment = {
  payment_id: string
  reservation_id: string
  amount_minor: number
  refunded_minor: number
  /** Of these, what merchants gave back by hand, above what an order owes. */
  by_hand_minor: number
}

type Sale = {
  reservation_id: string
  payment_id: string
  state: string
  quantity: number
  total_minor: number
}

type Returned = { reservation_id: string; units: number; lines_minor: number | null }

/**
 * What the provider took is what payments say, and stands behind a sold unit or was given back:
 * wholly for what was cancelled or never sold, and for what was returned, its price.
 */
export async function assertMoney(rows: Rows): Promise<void> {
  const captured = await readCaptured(rows)
  await assertProviderAgrees(rows, captured)
  const sales = await rows.all<Sale>(
    'stock',
    `select reservation_id, payment_id, state, quantity, total_minor from reservation
     where committed_at_ms is not null`,
  )
  const paid = new Set(captured.map(payment => payment.payment_id))
  assert.deepEqual(
    sales.filter(sale => !paid.has(sale.payment_id)),
    [],
    'sold means captured',
  )
  const returned = await readReturned(rows)
  const saleOf = new Map(sales.map(sale => [sale.payment_id, sale]))
  for (const payment of captured) {
    assertStandsBehind(payment, saleOf.get(payment.payment_id), returned)
  }
}

function assertStandsBehind(
  payment: Payment,
  sale: Sale | undefined,
  returned: ReadonlyMap<string, Returned>,
): void {
  const { payment_id, reservation_id, amount_minor, refunded_minor, by_hand_minor } = payment
  const meets = `${payment_id} for ${reservation_id}`
  if (sale === undefined || sale.state !== 'committed') {
    assert.equal(refunded_minor, amount_minor, `nothing is sold for it, and it is kept: ${meets}`)
    return
  }
  assert.equal(sale.reservation_id, reservation_id, `it paid for another reservation: ${meets}`)
  assert.equal(amount_minor, sale.total_minor, `captured is the price of what was sold: ${meets}`)
  const owed = owedFor(sale, returned.get(reservation_id))
  assert.ok(refunded_minor >= owed, `returned, and not given back: ${meets}`)
  assert.ok(refunded_minor - by_hand_minor <= owed, `given back, and not returned: ${meets}`)
}

/** A drop's line is not kept apart: its units cost the same. */
function owedFor({ quantity, total_minor }: Sale, returned: Returned | undefined): number {
  if (returned === undefined) return 0
  return returned.lines_minor ?? (total_minor / quantity) * returned.units
}

const readCaptured = (rows: Rows): Promise<Payment[]> =>
  rows.all<Payment>(
    'payments',
    `select payment_id, reservation_id, amount_minor, refunded_minor,
       coalesce((select sum(f.amount_minor) from refund f
         where f.payment_id = p.payment_id and f.requested_by is not null), 0) as by_hand_minor
     from payment p where captured_at_ms is not null order by payment_id`,
  )

async function readReturned(rows: Rows): Promise<ReadonlyMap<string, Returned>> {
  const all = await rows.all<Returned>(
    'stock',
    `select u.reservation_id, sum(u.quantity) as units,
       sum(u.quantity * l.unit_price_minor) as lines_minor
     from unit_return u left join reservation_line l
       on l.reservation_id = u.reservation_id and l.sku_id = u.sku_id
     group by u.reservation_id`,
  )
  return new Map(all.map(row => [row.reservation_id, row]))
}

async function assertProviderAgrees(rows: Rows, captured: readonly Payment[]): Promise<void> {
  const charges = await rows.all<Pick<Payment, 'payment_id' | 'amount_minor' | 'refunded_minor'>>(
    'simulator',
    `select payment_id, amount_minor, refunded_minor from charge
     where state = 'captured' order by payment_id`,
  )
  assert.deepEqual(
    captured.map(({ payment_id, amount_minor, refunded_minor }) => ({
      ...{ payment_id, amount_minor, refunded_minor },
    })),
    charges,
    'the provider has captured and given back exactly what payments say',
  )
}
