import type { OrderTransaction } from './orders-tables.ts'

export type CountedOrder = {
  readonly orderNumber: number
  readonly orderId: string
  readonly memberId: string
  readonly state: string
  readonly totalMinor: number
  readonly rowsTotalMinor: number
  /** The payment for which stock sold the units; null before, and without. */
  readonly paymentId: string | null
  readonly placedAtMs: number
}

export const RECOUNTED_AT_ONCE = 200

/** Orders after this one, each with what its lines add up to: one statement, one instant. */
export function listCountedOrders(
  { sql }: OrderTransaction,
  { after }: { readonly after: number },
): Promise<CountedOrder[]> {
  return sql.all<CountedOrder>(
    `select order_number as orderNumber, order_id as orderId, state, total_minor as totalMinor,
       payment_id as paymentId, member_id as memberId, placed_at_ms as placedAtMs,
       coalesce((select sum(quantity * unit_price_minor) from order_line as line
         where line.order_number = o.order_number), 0) as rowsTotalMinor
     from order_header as o where order_number > ? order by order_number limit ?`,
    after,
    RECOUNTED_AT_ONCE,
  )
}
