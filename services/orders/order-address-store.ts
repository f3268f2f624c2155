import { statesBeforeShipping } from './order.ts'
import type { OrderTransaction } from './orders-tables.ts'

/** The default address of an order's member; null where there is none. */
export type AddressCopy = { readonly orderId: string; readonly sealed: string | null }

/** Gives orders that still want one their member's default address. */
export async function copyAddresses(
  trx: OrderTransaction,
  { copies }: { readonly copies: readonly AddressCopy[] },
): Promise<void> {
  const settled = await trx.sql.runEach(
    "update order_header set address_state = ? where order_id = ? and address_state = 'wanted'",
    copies.map(({ orderId, sealed }) => [sealed === null ? 'none' : 'given', orderId]),
  )
  await trx.sql.runEach(
    'insert into order_address (order_id, sealed) values (?, ?)',
    copies
      .filter((copy, at) => settled[at] === 1 && copy.sealed !== null)
      .map(({ orderId, sealed }) => [orderId, sealed]),
  )
  await wantNoLonger(
    trx,
    copies.map(copy => copy.orderId),
  )
  await shipInTime(
    trx,
    copies.filter((copy, at) => settled[at] === 1 && copy.sealed !== null),
  )
}

/** Sets where an order goes, until it is shipped. */
export async function setAddress(
  trx: OrderTransaction,
  { orderId, sealed }: { readonly orderId: string; readonly sealed: string },
): Promise<{ readonly outcome: 'set' | 'too_late' }> {
  const open = statesBeforeShipping.map(state => `'${state}'`).join(', ')
  const set = await trx.sql.run(
    `update order_header set address_state = 'given' where order_id = ? and state in (${open})`,
    orderId,
  )
  if (set === 0) return { outcome: 'too_late' }
  const changed = await trx.sql.run(
    'update order_address set sealed = ? where order_id = ?',
    sealed,
    orderId,
  )
  if (changed === 0) {
    await trx.sql.run('insert into order_address (order_id, sealed) values (?, ?)', orderId, sealed)
  }
  await wantNoLonger(trx, [orderId])
  await shipInTime(trx, [{ orderId }])
  return { outcome: 'set' }
}

/** Paid orders that still want an address, the first placed first. */
export async function listAddressWanted(
  { sql }: OrderTransaction,
  { limit }: { readonly limit: number },
): Promise<{ readonly orderId: string; readonly memberId: string }[]> {
  return sql.all(
    `select order_id as orderId, member_id as memberId from address_wanted
     order by order_number limit ?`,
    limit,
  )
}

async function wantNoLonger({ sql }: OrderTransaction, orderIds: readonly string[]): Promise<void> {
  await sql.runEach(
    `delete from address_wanted
     where order_number = (select order_number from order_header where order_id = ?)`,
    orderIds.map(orderId => [orderId]),
  )
}

/** A paid order that was due without an address waits for its shipping again. */
async function shipInTime(
  { sql }: OrderTransaction,
  orders: readonly { readonly orderId: string }[],
): Promise<void> {
  await sql.runEach(
    `insert into order_step (order_number, since_ms)
     select order_number, paid_at_ms from order_header
     where order_id = ? and state = 'paid' and not exists (
       select 1 from order_step where order_step.order_number = order_header.order_number)`,
    orders.map(order => [order.orderId]),
  )
}
