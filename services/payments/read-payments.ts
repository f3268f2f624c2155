import assert from 'node:assert/strict'
import type { CallContext } from '#contracts/operation.ts'
import type { Payment } from '#contracts/payments.ts'
import { isRefusal, type Refusal, refuse } from '#contracts/problems.ts'
import { cursorOf, cursorRefused, readCursor } from '#platform/database/cursor.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { PaymentsParts } from './payments-deps.ts'

type Page = { items: Payment[]; nextCursor: string | null }

type ListInput = { readonly orderId?: string; readonly cursor?: string; readonly limit?: number }

/** The member's payments, of one order if told, the newest first. Another's order is not there. */
export async function listPayments(
  parts: PaymentsParts,
  input: ListInput,
  { caller }: CallContext,
): Promise<Page | Refusal<'invalid_request' | 'not_found'>> {
  assert(caller !== null, 'the gateway lets no visitor in')
  const { memberId } = caller
  const page = await listPaymentsOf(parts, { ...input, memberId })
  const { orderId } = input
  if (isRefusal(page) || page.items.length > 0 || orderId === undefined) return page
  // Whose order it is that nobody has paid, stock knows.
  const reservation = await parts.stock.findReservation({ orderId, memberId }, fromService)
  return isRefusal(reservation) ? refuse('not_found') : page
}

export async function listPaymentsOf(
  { database }: PaymentsParts,
  { memberId, orderId, cursor, limit = 20 }: ListInput & { readonly memberId: string },
): Promise<Page | Refusal<'invalid_request'>> {
  const key = readCursor(cursor, isPaymentKey)
  if (key === 'malformed') return cursorRefused
  const { items, more } = await database.read.listPayments({
    memberId,
    orderId: orderId ?? null,
    before: key?.paymentId ?? null,
    limit,
  })
  const last = items.at(-1)
  const nextCursor = more && last !== undefined ? cursorOf({ paymentId: last.paymentId }) : null
  return { items, nextCursor }
}

/** A payment of the member's; another's is not there. */
export async function readPayment(
  { database }: PaymentsParts,
  { paymentId }: { readonly paymentId: string },
  { caller }: CallContext,
): Promise<Payment | Refusal<'not_found'>> {
  assert(caller !== null, 'the gateway lets no visitor in')
  const payment = await database.read.readPayment({ paymentId, memberId: caller.memberId })
  return payment ?? refuse('not_found')
}

function isPaymentKey(key: unknown): key is { readonly paymentId: string } {
  const { paymentId } = key as { readonly paymentId?: unknown }
  return typeof paymentId === 'string' && paymentId.length === 36
}
