import type { OrderTransaction } from './orders-tables.ts'
import type { StoredReason } from './return-reason.ts'

const ENDED = "('delivered', 'returned', 'cancelled', 'expired')"
const OF_ENDED = `in (select order_number from order_header
  where member_id = ? and state in ${ENDED})`

/** One member has fewer carts, requests and returns than this, who is no program. */
const MOST = 1_000

/** As they are stored: addresses and reasons sealed. */
export async function readBelongings(
  { sql }: OrderTransaction,
  { memberId }: { readonly memberId: string },
) {
  const [cart, requests, returns] = await Promise.all([
    sql.all<{
      skuId: string
      productId: string
      title: string
      quantity: number
      unitPriceMinor: number
      currency: string
      addedAtMs: number
    }>(
      `select sku_id as skuId, product_id as productId, title, quantity,
         unit_price_minor as unitPriceMinor, currency, added_at_ms as addedAtMs
       from cart_item where member_id = ? order by added_at_ms, sku_id limit ${MOST}`,
      memberId,
    ),
    sql.all<{ orderId: string; requestedAtMs: number; sealedAddress: string | null }>(
      `select order_id as orderId, at_ms as requestedAtMs, sealed_address as sealedAddress
       from order_request where member_id = ? order by at_ms, order_id limit ${MOST}`,
      memberId,
    ),
    sql.all<StoredReason & { orderId: string }>(
      `select r.return_id as returnId, h.order_id as orderId, r.reason,
         r.sealed_reason as sealedReason
       from order_header h join order_return r on r.order_number = h.order_number
       where h.member_id = ? order by r.requested_at_ms, r.return_id limit ${MOST}`,
      memberId,
    ),
  ])
  return { cart, requests, returns }
}

/**
 * Forgets the cart, what was asked for and answered, and of ended orders where they went, by which
 * parcel, and why they came back. Gives how many orders have not ended.
 */
export async function forgetMember(
  { sql }: OrderTransaction,
  { memberId }: { readonly memberId: string },
): Promise<{ readonly openOrders: number }> {
  await sql.run(
    `update order_header set address_state = 'none', tracking_number = null
     where member_id = ? and state in ${ENDED}`,
    memberId,
  )
  await sql.run(
    `delete from order_address where order_id in (
       select order_id from order_header where member_id = ? and state in ${ENDED})`,
    memberId,
  )
  await sql.run(`delete from address_wanted where order_number ${OF_ENDED}`, memberId)
  await sql.run(
    `update order_return set reason = '', sealed_reason = null where state = 'completed' and order_number ${OF_ENDED}`,
    memberId,
  )
  for (const table of ['cart_item', 'order_request', 'idempotency']) {
    await sql.run(`delete from ${table} where member_id = ?`, memberId)
  }
  const [open] = await sql.all<{ orders: number }>(
    `select count(*) as orders from order_header h where member_id = ? and (state not in ${ENDED}
       or exists (select 1 from order_return r
         where r.order_number = h.order_number and r.state <> 'completed'))`,
    memberId,
  )
  return { openOrders: open?.orders ?? 0 }
}
