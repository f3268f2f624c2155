import { listAllOrders } from '#services/orders/order-console-store.ts'
import { listOrders, readOrders } from '#services/orders/order-read-store.ts'
import type { OrderTransaction } from '#services/orders/orders-tables.ts'

export { migrations } from '#services/orders/orders-migrations.ts'

export const reads = { readOrders, listOrders, listAllOrders }

export const writes = {
  /** So many orders of a line each, by so many members, the n-th placed n ms after 1970. */
  async fillOrders(
    trx: OrderTransaction,
    { from, to, members }: { readonly from: number; readonly to: number; readonly members: number },
  ): Promise<void> {
    const numbers = `with recursive n (i) as (
      select ? union all select i + 1 from n where i + 1 < ?)`
    await trx.sql.run(
      `insert into order_header (order_id, member_id, state, total_minor, currency, address_state,
         expires_at_ms, placed_at_ms)
       ${numbers} select 'order-' || i, 'member-' || (i % ?), 'awaiting_payment', 1000, 'KRW',
         'none', i, i from n`,
      ...[from, to, members],
    )
    await trx.sql.run(
      `insert into order_line (order_number, line_number, sku_id, product_id, title, options,
         quantity, unit_price_minor)
       ${numbers} select i + 1, 1, 'sku', 'product', 'Bench', '{}', 1, 1000 from n`,
      ...[from, to],
    )
  },
}
