import type { OrderTransaction } from './orders-tables.ts'

const ENDED = "('delivered', 'returned', 'cancelled', 'expired')"

/**
 * Forgets the addresses of a member's ended orders, and that the others want one. Gives how many
 * orders have not ended.
 */
export async function eraseAddresses(
  { sql }: OrderTransaction,
  { memberId }: { readonly memberId: string },
): Promise<{ readonly openOrders: number }> {
  await sql.run(
    `update order_header set address_state = 'none'
     where member_id = ? and address_state <> 'none' and state in ${ENDED}`,
    memberId,
  )
  await sql.run(
    `delete from order_address where order_id in (
       select order_id from order_header where member_id = ? and state in ${ENDED})`,
    memberId,
  )
  await sql.run(
    `delete from address_wanted where order_number in (
       select order_number from order_header where member_id = ? and state in ${ENDED})`,
    memberId,
  )
  const [open] = await sql.all<{ orders: number }>(
    `select count(*) as orders from order_header where member_id = ? and state not in ${ENDED}`,
    memberId,
  )
  return { openOrders: open?.orders ?? 0 }
}
