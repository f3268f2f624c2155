import type { OwnRefundReason } from '#contracts/payments.ts'
import { uuidv8 } from '#platform/ids.ts'
import type { OrderTransaction } from './orders-tables.ts'

type DutyLine = { readonly skuId: string; readonly quantity: number }

/** What another service is still to be told because an order moved. */
export type Duty = { readonly orderId: string; readonly memberId: string } & (
  | { readonly kind: 'release_units' }
  | {
      readonly kind: 'return_units'
      readonly returnId: string
      readonly lines: readonly DutyLine[]
    }
  | {
      readonly kind: 'refund'
      readonly refundId: string
      readonly paymentId: string
      readonly amountMinor: number
      readonly reason: OwnRefundReason
      /** The return that it is given for; none where an order was cancelled. */
      readonly returnId?: string
    }
)

export type DutyToDo = { readonly dutyId: string; readonly duty: Duty }

const LONGEST_WAIT_MS = 60_000

/** Takes duties on, in the transaction from which they follow; `cause` is what happens once. */
export async function takeOn(
  trx: OrderTransaction,
  cause: string,
  duties: readonly Duty[],
): Promise<void> {
  const nowMs = await trx.nowMs()
  await trx.sql.runEach(
    'insert into order_duty (duty_id, duty, due_at_ms) values (?, ?, ?)',
    duties.map(duty => [uuidv8('duty', duty.kind, cause), JSON.stringify(duty), nowMs]),
  )
}

/** Duties that are due, the longest first, for this caller alone until they are due again. */
export async function claimDuties(
  { sql, nowMs }: OrderTransaction,
  { limit }: { readonly limit: number },
): Promise<DutyToDo[]> {
  const now = await nowMs()
  const due = await sql.all<{ dutyId: string; duty: string; dueAtMs: number; tries: number }>(
    `select duty_id as dutyId, duty, due_at_ms as dueAtMs, tries from order_duty
     where due_at_ms <= ? order by due_at_ms limit ?`,
    now,
    limit,
  )
  const claimed = await sql.runEach(
    `update order_duty set due_at_ms = ?, tries = tries + 1
     where duty_id = ? and due_at_ms = ?`,
    due.map(({ dutyId, dueAtMs, tries }) => [now + waitMs(tries), dutyId, dueAtMs]),
  )
  return due
    .filter((_, at) => claimed[at] === 1)
    .map(({ dutyId, duty }) => ({ dutyId, duty: JSON.parse(duty) }))
}

/** What payments gave back for a return, where the duty was that. */
export type ReturnRefund = { readonly returnId: string; readonly amountMinor: number }

/** It is done. A return tells from then on what was really given back for it. */
export async function endDuty(
  { sql }: OrderTransaction,
  { dutyId, refund }: { readonly dutyId: string; readonly refund: ReturnRefund | null },
): Promise<void> {
  await sql.run('delete from order_duty where duty_id = ?', dutyId)
  if (refund === null) return
  const { returnId, amountMinor } = refund
  await sql.run(
    'update order_return set refund_minor = ? where return_id = ? and refund_minor <> ?',
    ...[amountMinor, returnId, amountMinor],
  )
}

/** The first wait outlives a call and its repetition. */
const waitMs = (tries: number): number => Math.min(10_000 * 2 ** tries, LONGEST_WAIT_MS)
