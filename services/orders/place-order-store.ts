import { type KeyedRequest, recall, remember } from '#platform/database/idempotency.ts'
import { takeOutOfCart } from './cart-store.ts'
import { insertOrders, type NewOrder } from './insert-orders-store.ts'
import { copyAddresses } from './order-address-store.ts'
import type { OrderTransaction } from './orders-tables.ts'

type OrderRequest = {
  readonly orderId: string
  readonly memberId: string
  readonly attempt: string
  readonly fingerprint: string
  readonly sealedAddress: string | null
}

/** An attempt with the same key whose end is not known here: in flight, or dead. */
type EarlierAttempt = { readonly fingerprint: string; readonly ageMs: number }

/**
 * Stores what is asked before stock is: should this process die then, the order that comes of it
 * has its address. Where an earlier attempt stands, it stays, and is given.
 */
export async function storeRequest(
  trx: OrderTransaction,
  request: OrderRequest,
): Promise<EarlierAttempt | null> {
  const nowMs = await trx.nowMs()
  for (;;) {
    const stored = await insertRequest(trx, request, nowMs)
    if (stored === 1) return null
    const [earlier] = await trx.sql.all<{ fingerprint: string; atMs: number }>(
      'select fingerprint, at_ms as atMs from order_request where order_id = ?',
      request.orderId,
    )
    // Where it is gone by now, its attempt came to an end in between.
    if (earlier !== undefined) {
      return { fingerprint: earlier.fingerprint, ageMs: nowMs - earlier.atMs }
    }
  }
}

/** Puts this request in the place of an earlier one that came to nothing. */
export async function replaceRequest(trx: OrderTransaction, request: OrderRequest): Promise<void> {
  const { orderId, memberId, attempt, fingerprint, sealedAddress } = request
  const nowMs = await trx.nowMs()
  const replaced = await trx.sql.run(
    `update order_request set member_id = ?, attempt = ?, fingerprint = ?, sealed_address = ?, at_ms = ?
     where order_id = ?`,
    memberId,
    attempt,
    fingerprint,
    sealedAddress,
    nowMs,
    orderId,
  )
  if (replaced === 0) await insertRequest(trx, request, nowMs)
}

function insertRequest(
  { sql }: OrderTransaction,
  { orderId, memberId, attempt, fingerprint, sealedAddress }: OrderRequest,
  nowMs: number,
): Promise<number> {
  return sql.run(
    `insert into order_request
       (order_id, member_id, attempt, fingerprint, sealed_address, at_ms)
     select ?, ?, ?, ?, ?, ? from (select 1 as one) as once
     where not exists (select 1 from order_request where order_id = ?)`,
    orderId,
    memberId,
    attempt,
    fingerprint,
    sealedAddress,
    nowMs,
    orderId,
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

type Placing = {
  readonly request: KeyedRequest
  readonly order: NewOrder
  /** Where it goes, as far as that is known. */
  readonly sealedAddress: string | null
  /** The sealed answer: it tells the address. */
  readonly answer: string
  /** Whether its lines are taken out of the member's cart. */
  readonly fromCart: boolean
}

/** Makes the order and remembers the answer, unless another attempt has answered already. */
export async function placeOrder(
  trx: OrderTransaction,
  { request, order, sealedAddress, answer, fromCart }: Placing,
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
  if (fromCart) await takeOutOfCart(trx, order.memberId, order.lines)
  await remember(trx, request, answer, await trx.nowMs())
  return { outcome: 'placed' }
}
