import { money } from '#contracts/money.ts'
import type { Provider } from '#contracts/providers.ts'
import type { Transaction } from '#platform/database/database.ts'
import { sqlList } from '#platform/database/sql-list.ts'
import { retryDelayMs } from './payment.ts'
import type { Attempt, PaymentsTables } from './payment-tables.ts'

type Trx = Transaction<PaymentsTables>

type Claim = { readonly providers: readonly Provider[]; readonly limit: number }

export type OpenWork = {
  /** `recover`: the attempt's outcome is not known. `unpin`: stock has still to let it go. */
  readonly kind: 'recover' | 'unpin'
  readonly attempt: Attempt
}

export const writes = { makeAllDue, claimOpenWork }

/** Nobody works at what is `confirming`, so that none of it need wait its time. */
async function makeAllDue(
  trx: Trx,
  { providers }: { providers: readonly Provider[] },
): Promise<number> {
  const nowMs = await trx.nowMs()
  const { marks, values } = sqlList(providers)
  return trx.sql.run(
    `update payment set due_at_ms = ? where due_at_ms > ? and provider in (${marks})`,
    ...[nowMs, nowMs, ...values],
  )
}

/**
 * What is due, the longest first, for this caller alone: each is put off until its next try. Of
 * two who claim at once, the guard gives every row to one.
 */
async function claimOpenWork(trx: Trx, { providers, limit }: Claim): Promise<OpenWork[]> {
  const nowMs = await trx.nowMs()
  const { marks, values } = sqlList(providers)
  const rows = await trx.sql.all<DueRow>(dueOf(marks), nowMs, ...values, limit)
  const claimed = await trx.sql.runEach(
    'update payment set due_at_ms = ?, tries = tries + 1 where payment_id = ? and due_at_ms = ?',
    rows.map(row => [nowMs + retryDelayMs(row.tries), row.paymentId, row.dueAtMs]),
  )
  return rows.filter((_, index) => claimed[index] === 1).map(workOf)
}

const dueOf = (marks: string) => `select payment.payment_id as paymentId, order_id as orderId,
    reservation_id as reservationId, payment.member_id as memberId, state, provider,
    amount_minor as amountMinor, currency, payment.attempt, unpin_attempt as unpinAttempt,
    confirmation_key as confirmationKey, confirmation.provider_key as providerKey, version,
    due_at_ms as dueAtMs, tries
  from payment left join confirmation
    on confirmation.member_id = payment.member_id and idempotency_key = confirmation_key
  where due_at_ms <= ? and provider in (${marks})
  order by due_at_ms, payment.payment_id limit ?`

type DueRow = Omit<Attempt, 'amount' | 'confirmationKey'> & {
  readonly state: string
  readonly amountMinor: number
  readonly currency: string
  readonly unpinAttempt: number | null
  readonly confirmationKey: string | null
  readonly dueAtMs: number
  readonly tries: number
}

function workOf(row: DueRow): OpenWork {
  const { state, amountMinor, currency, unpinAttempt, dueAtMs, tries, ...known } = row
  const kind = state === 'confirming' ? 'recover' : 'unpin'
  const attempt = kind === 'unpin' && unpinAttempt !== null ? unpinAttempt : known.attempt
  const confirmationKey = known.confirmationKey ?? ''
  const amount = money(amountMinor, currency)
  return { kind, attempt: { ...known, attempt, confirmationKey, amount } }
}
