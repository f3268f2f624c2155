import { type KeyedRequest, recall, remember } from '#platform/idempotency.ts'
import { insertOrders, type NewOrder } from './insert-orders-store.ts'
import { copyAddresses } from './order-address-store.ts'
import type { OrderTransaction } from './orders-tables.ts'

export type OrderRequest = {
  readonly orderId: string
  readonly attempt: string
  readonly fingerprint: string
  readonly sealedAddress: string | null
}

/**
 * Stores what is asked before stock is: should this process die then, the order that comes of it
 * has its address. Gives the fingerprint of an earlier attempt whose end is not known here.
 */
export async function storeRequest(
  { sql, nowMs }: OrderTransaction,
  request: OrderRequest,
): Promise<{ readonly earlierFingerprint: string | null }> {
  const { orderId, attempt, fingerprint, sealedAddress } = request
  const atMs = await nowMs()
  // The write comes first: it takes the row's lock where several processes share a database.
  const repeated = await sql.run(
    'update order_request set attempt = ?, at_ms = ? where order_id = ?',
    attempt,
    atMs,
    orderId,
  )
  if (repeated === 0) {
    await sql.run(
      `insert into order_request (order_id, attempt, fingerprint, sealed_address, at_ms)
       values (?, ?, ?, ?, ?)`,
      orderId,
      attempt,
      fingerprint,
      sealedAddress,
      atMs,
    )
    return { earlierFingerprint: null }
  }
  const [earlier] = await sql.all<{ fingerprint: string }>(
    'select fingerprint from order_request where order_id = ?',
    orderId,
  )
  return { earlierFingerprint: earlier?.fingerprint ?? null }
}

/** Puts this request in the place of an earlier one that came to nothing. */
export async function replaceRequest(
  { sql }: OrderTransaction,
  { orderId, attempt, fingerprint, sealedAddress }: OrderRequest,
): Promise<void> {
  await sql.run(
    `update order_request set fingerprint = ?, sealed_address = ?
     where order_id = ? and attempt = ?`,
    fingerprint,
    sealedAddress,
    orderId,
    attempt,
  )
}

/** A refusal leaves no trace; what a later attempt has stored meanwhile stays. */
export async function forgetRequest(
  { sql }: OrderTransaction,
  { orderId, attempt }: Pick<OrderRequest, 'orderId' | 'attempt'>,
): Promise<void> {
  await sql.run('delete from order_request where order_id = ? and attempt = ?', orderId, attempt)
}

/** Takes away requests whose end was never told. Gives how many. */
export async function pruneRequests(
  { sql }: OrderTransaction,
  { beforeMs }: { readonly beforeMs: number },
): Promise<number> {
  return sql.run('delete from order_request where at_ms < ?', beforeMs)
}

export type Placing = {
  readonly request: KeyedRequest
  readonly order: NewOrder
  /** Where it goes, as far as that is known. */
  readonly sealedAddress: string | null
  /** The sealed answer: it tells the address. */
  readonly answer: string
}

/** Makes the order and remembers the answer, unless another attempt has answered already. */
export async function placeOrder(
  trx: OrderTransaction,
  { request, order, sealedAddress, answer }: Placing,
): Promise<
  | { readonly outcome: 'placed' | 'conflict' }
  | { readonly outcome: 'answered'; readonly answer: string }
> {
  const { orderId } = order
  await insertOrders(trx, [order])
  // Two attempts that end at once meet here: the second waits for the first, then hears its answer.
  await trx.sql.run('delete from order_request where order_id = ?', orderId)
  const known = await recall(trx, request)
  if (known.outcome === 'answered') return known
  if (known.outcome === 'conflict') return { outcome: 'conflict' }
  if (sealedAddress !== null) {
    await copyAddresses(trx, { copies: [{ orderId, sealed: sealedAddress }] })
  }
  await remember(trx, request, answer, await trx.nowMs())
  return { outcome: 'placed' }
}
