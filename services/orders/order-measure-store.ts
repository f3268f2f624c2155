import type { OrderTransaction } from './orders-tables.ts'

type OrderMeasures = {
  readonly nowMs: number
  /** When the longest due of each was due; null where none is. */
  readonly stepDueMs: number | null
  readonly returnDueMs: number | null
  readonly dutyDueMs: number | null
  /** What other services are still to be told. */
  readonly duties: number
  /** Paid orders that have no address yet, and so do not ship. */
  readonly addressesWanted: number
}

export async function measureOrders(
  { sql, nowMs }: OrderTransaction,
  { dayMs }: { readonly dayMs: number },
): Promise<OrderMeasures> {
  const now = await nowMs()
  const [step] = await sql.all<Due>('select min(since_ms) as dueMs from order_step')
  const [back] = await sql.all<Due>(
    `select min(requested_at_ms) as dueMs from order_return where state = 'requested'`,
  )
  const [duty] = await sql.all<Due & { count: number }>(
    'select min(due_at_ms) as dueMs, count(*) as count from order_duty',
  )
  const [wanted] = await sql.all<{ count: number }>('select count(*) as count from address_wanted')
  const aDayLater = (row: Due | undefined) => (row?.dueMs == null ? null : row.dueMs + dayMs)
  return {
    nowMs: now,
    stepDueMs: aDayLater(step),
    returnDueMs: aDayLater(back),
    dutyDueMs: duty?.dueMs ?? null,
    duties: duty?.count ?? 0,
    addressesWanted: wanted?.count ?? 0,
  }
}

type Due = { readonly dueMs: number | null }
