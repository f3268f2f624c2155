import { ConstraintViolated } from '#platform/database/database.ts'
import { type KeyedRequest, recall, remember } from '#platform/database/idempotency.ts'
import { takeOutOfCart } from './cart-store.ts'
import { insertOrders, type NewOrder } from './insert-orders-store.ts'
import { copyAddresses } from './order-address-store.ts'
import type { OrderTransaction } from './orders-tables.ts'

type OrderRequest = {
  readonly request: KeyedRequest
  readonly orderId: string
  readonly attempt: string
  readonly sealedAddress: string | null
}

/** What a key has been answered. */
export type Told =
  | { readonly outcome: 'answered'; readonly answer: string }
  | { readonly outcome: 'conflict' }

type Stored =
  | { readonly outcome: 'stored' }
  | Told
  /** Another attempt with the same key, whose end is not known here: in flight, or dead. */
  | {
      readonly outcome: 'under_way'
      readonly attempt: string
      readonly fingerprint: string
      readonly ageMs: number
    }

/** In the place of an attempt: several may be at it, so that none is alone with the key. */
const SEVERAL = ''

/**
 * Stores what is asked before anything is read or stock is asked: should this process die then, the
 * order that comes of it has its address. Where an earlier attempt stands, it stays, and is given.
 */
export async function storeRequest(trx: OrderTransaction, asked: OrderRequest): Promise<Stored> {
  const { orderId, request } = asked
  const nowMs = await trx.nowMs()
  for (;;) {
    const stored = await insertRequest(trx, asked, nowMs)
    // After the row, not before it: who answers takes the row away with that.
    const told = await recallTold(trx, request)
    if (told !== null) {
      if (stored === 1) await deleteRequest(trx, asked)
      return told
    }
    if (stored === 1) return { outcome: 'stored' }
    const [earlier] = await trx.sql.all<{ attempt: string; fingerprint: string; atMs: number }>(
      'select attempt, fingerprint, at_ms as atMs from order_request where order_id = ?',
      orderId,
    )
    // Where it is gone by now, its attempt came to an end in between.
    if (earlier !== undefined) {
      const { attempt, fingerprint, atMs } = earlier
      return { outcome: 'under_way', attempt, fingerprint, ageMs: nowMs - atMs }
    }
  }
}

/** Puts this request in the place of an earlier one that came to nothing; false where that is gone. */
export async function replaceRequest(
  trx: OrderTransaction,
  asked: OrderRequest & { readonly earlier: string },
): Promise<boolean> {
  const { request, orderId, attempt, sealedAddress, earlier } = asked
  const replaced = await trx.sql.run(
    `update order_request set member_id = ?, attempt = ?, fingerprint = ?, sealed_address = ?, at_ms = ?
     where order_id = ? and attempt = ?`,
    request.memberId,
    attempt,
    request.fingerprint,
    sealedAddress,
    await trx.nowMs(),
    orderId,
    earlier,
  )
  return replaced === 1
}

/** Says that more than this attempt are at it; false where it is gone. Its age stays. */
export async function shareRequest(
  { sql }: OrderTransaction,
  { orderId, earlier }: { readonly orderId: string; readonly earlier: string },
): Promise<boolean> {
  if (earlier === SEVERAL) return true
  const shared = await sql.run(
    'update order_request set attempt = ? where order_id = ? and attempt = ?',
    SEVERAL,
    orderId,
    earlier,
  )
  return shared === 1
}

/** Gives 0 where another has it. */
async function insertRequest(
  { sql }: OrderTransaction,
  { request, orderId, attempt, sealedAddress }: OrderRequest,
  nowMs: number,
): Promise<number> {
  try {
    return await sql.run(
      `insert into order_request
         (order_id, member_id, attempt, fingerprint, sealed_address, at_ms)
       select ?, ?, ?, ?, ?, ? from (select 1 as one) as once
       where not exists (select 1 from order_request where order_id = ?)`,
      orderId,
      request.memberId,
      attempt,
      request.fingerprint,
      sealedAddress,
      nowMs,
      orderId,
    )
  } catch (error) {
    // On a server two may both see nothing there; the second meets the key.
    if (error instanceof ConstraintViolated) return 0
    throw error
  }
}

type Ended = { readonly outcome: 'forgotten' } | { readonly outcome: 'shared' } | Told

/**
 * A refusal leaves no trace: its request is taken away, where it is this attempt's own still. Then
 * no other went on beside it, and the refusal is all that the key has come to.
 */
export async function forgetRequest(trx: OrderTransaction, asked: OrderRequest): Promise<Ended> {
  if ((await deleteRequest(trx, asked)) === 1) return { outcome: 'forgotten' }
  return (await recallTold(trx, asked.request)) ?? { outcome: 'shared' }
}

async function recallTold(trx: OrderTransaction, request: KeyedRequest): Promise<Told | null> {
  const known = await recall(trx, request)
  if (known.outcome === 'answered') return known
  return known.outcome === 'conflict' ? { outcome: 'conflict' } : null
}

const deleteRequest = (
  { sql }: OrderTransaction,
  { orderId, attempt }: OrderRequest,
): Promise<number> =>
  sql.run('delete from order_request where order_id = ? and attempt = ?', orderId, attempt)

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
): Promise<{ readonly outcome: 'placed' } | Told> {
  const { orderId } = order
  await insertOrders(trx, [order])
  // Two attempts that end at once meet here: the second waits for the first, then hears its answer.
  await trx.sql.run('delete from order_request where order_id = ?', orderId)
  const told = await recallTold(trx, request)
  if (told !== null) return told
  if (sealedAddress !== null) {
    await copyAddresses(trx, { copies: [{ orderId, sealed: sealedAddress }] })
  }
  if (fromCart) await takeOutOfCart(trx, order.memberId, order.lines)
  await remember(trx, request, answer, await trx.nowMs())
  return { outcome: 'placed' }
}
