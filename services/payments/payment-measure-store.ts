import type { Transaction } from '#platform/database/database.ts'
import { retryDelayMs } from './payment.ts'
import type { PaymentsTables } from './payment-tables.ts'

type PaymentMeasures = {
  readonly nowMs: number
  /** Asked once, and being answered. */
  readonly confirming: number
  /** Asked for again, because nobody knew the outcome; and for how long at least, at most. */
  readonly unknown: number
  readonly unknownForMs: number
  /** Ended without money, their pins still to be let go. */
  readonly unpinning: number
  readonly refunding: number
  /** When the longest due payment or refund was to be looked at; null where none is due. */
  readonly dueMs: number | null
}

/** By the indexes of what is due: what is settled is not looked at. */
export async function measurePayments({
  sql,
  nowMs,
}: Transaction<PaymentsTables>): Promise<PaymentMeasures> {
  const now = await nowMs()
  const [open] = await sql.all<Open>(
    `select coalesce(sum(case when state = 'confirming' and tries = 0 then 1 else 0 end), 0)
         as confirming,
       coalesce(sum(case when state = 'confirming' and tries > 0 then 1 else 0 end), 0) as asked,
       max(case when state = 'confirming' then tries else 0 end) as tries,
       coalesce(sum(case when state = 'confirming' then 0 else 1 end), 0) as unpinning,
       min(due_at_ms) as dueMs
     from payment where due_at_ms is not null`,
  )
  const [refunds] = await sql.all<{ count: number; dueMs: number | null }>(
    'select count(*) as count, min(due_at_ms) as dueMs from refund where due_at_ms is not null',
  )
  const due = [open?.dueMs, refunds?.dueMs].filter(each => each != null && each <= now)
  return {
    nowMs: now,
    confirming: open?.confirming ?? 0,
    unknown: open?.asked ?? 0,
    unknownForMs: triedForMs(open?.tries ?? 0),
    unpinning: open?.unpinning ?? 0,
    refunding: refunds?.count ?? 0,
    dueMs: due.length === 0 ? null : Math.min(...due.map(Number)),
  }
}

type Open = {
  readonly confirming: number
  readonly asked: number
  readonly tries: number | null
  readonly unpinning: number
  readonly dueMs: number | null
}

/** How long it takes at least to be tried so often; its row tells the tries and no beginning. */
function triedForMs(tries: number): number {
  let ms = 0
  for (let before = 0; before < tries - 1; before++) ms += retryDelayMs(before)
  return ms
}
