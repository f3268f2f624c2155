import { money } from '#contracts/money.ts'
import type { Confirmed, PaymentState } from '#contracts/payments.ts'
import type { Provider } from '#contracts/providers.ts'
import type { Transaction } from '#platform/database/database.ts'
import { sqlList } from '#platform/database/sql-list.ts'
import { answerTo, confirmability, statesBefore } from './payment.ts'
import type { Attempt, PaymentsTables, VoidCause } from './payment-tables.ts'

type Trx = Transaction<PaymentsTables>

export type Confirmation = {
  readonly paymentId: string
  readonly memberId: string
  readonly key: string
  readonly providerKey: string | null
  /** Those whose payments may be confirmed here. */
  readonly providers: readonly Provider[]
  /** From this instant on the reconciler takes the attempt over. */
  readonly takeOverAtMs: number
}

export type Begun =
  | { readonly outcome: 'begun'; readonly attempt: Attempt }
  | { readonly outcome: 'known'; readonly answer: Confirmed }
  | { readonly outcome: 'voided'; readonly because: VoidCause | null }
  | { readonly outcome: 'conflict' | 'not_found' | 'in_flight' | 'other_provider' | 'moved' }

type Keyed = { readonly memberId: string; readonly key: string }

export const reads = { recallConfirmation }
export const writes = { beginAttempt }

const CONFIRMABLE = statesBefore('confirm')
  .map(state => `'${state}'`)
  .join(', ')

/** Records `confirming` with the next attempt's number and its key, before anything is asked. */
async function beginAttempt(trx: Trx, confirmation: Confirmation): Promise<Begun> {
  const { paymentId, memberId, key, providerKey, takeOverAtMs } = confirmation
  const providers = sqlList(confirmation.providers)
  const begin = trx.sql.run(
    `update payment set state = 'confirming', attempt = attempt + 1, confirmation_key = ?,
       decline_code = null, tries = 0, due_at_ms = ?
     where payment_id = ? and member_id = ? and provider in (${providers.marks}) and state in (${CONFIRMABLE})
       and not exists (
         select 1 from confirmation where member_id = ? and idempotency_key = ?)`,
    key,
    takeOverAtMs,
    paymentId,
    memberId,
    ...providers.values,
    memberId,
    key,
  )
  const read = trx.sql.all<BegunRow>(
    `select order_id as orderId, reservation_id as reservationId, amount_minor as amountMinor,
       currency, attempt, version, provider
     from payment where payment_id = ?`,
    paymentId,
  )
  const [begun, [row]] = await Promise.all([begin, read])
  if (begun === 0) return notBegun(trx, confirmation)
  if (row === undefined) throw new Error('a payment that was just written is gone')
  await insertConfirmation(trx, confirmation, row.attempt)
  const { amountMinor, currency, ...known } = row
  const amount = money(amountMinor, currency)
  return {
    outcome: 'begun',
    attempt: { paymentId, memberId, confirmationKey: key, providerKey, amount, ...known },
  }
}

type BegunRow = {
  orderId: string
  reservationId: string
  amountMinor: number
  currency: string
  attempt: number
  version: number
  provider: Provider
}

async function insertConfirmation(
  trx: Trx,
  { memberId, key, paymentId, providerKey }: Confirmation,
  attempt: number,
): Promise<void> {
  await trx.sql.later(
    `insert into confirmation (member_id, idempotency_key, payment_id, attempt, provider_key)
     values (?, ?, ?, ?, ?)`,
    [memberId, key, paymentId, attempt, providerKey],
  )
}

/** Why an attempt was not begun. The key comes first: what it was told once, it is told again. */
async function notBegun(trx: Trx, confirmation: Confirmation): Promise<Begun> {
  const { paymentId, memberId, providers } = confirmation
  const earlier = await findConfirmation(trx, confirmation)
  if (earlier !== undefined) {
    const same = earlier.paymentId === paymentId && earlier.providerKey === confirmation.providerKey
    return same ? { outcome: 'known', answer: answerOf(earlier) } : { outcome: 'conflict' }
  }
  const payment = await trx.query
    .selectFrom('payment')
    .select(['state', 'attempt', 'provider', 'voided_because'])
    .where('payment_id', '=', paymentId)
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  if (payment === undefined) return { outcome: 'not_found' }
  switch (confirmability(payment.state)) {
    case 'captured':
      await insertConfirmation(trx, confirmation, payment.attempt)
      return { outcome: 'known', answer: { paymentId, state: 'captured' } }
    case 'voided':
      return { outcome: 'voided', because: payment.voided_because }
    case 'confirmable':
      // An attempt stood in the way, and was undone before this look: nothing is in flight now.
      return { outcome: providers.includes(payment.provider) ? 'moved' : 'other_provider' }
    case 'in_flight':
      return { outcome: 'in_flight' }
  }
}

/** What a key was told, or is to be told by now; null where it was not accepted. */
async function recallConfirmation(trx: Trx, keyed: Keyed): Promise<Confirmed | null> {
  const row = await findConfirmation(trx, keyed)
  return row === undefined ? null : answerOf(row)
}

type ConfirmationRow = {
  paymentId: string
  state: PaymentState
  newestAttempt: number
  attempt: number
  providerKey: string | null
  declineCode: string | null
}

async function findConfirmation(
  trx: Trx,
  { memberId, key }: Keyed,
): Promise<ConfirmationRow | undefined> {
  const [row] = await trx.sql.all<ConfirmationRow>(
    `select payment.payment_id as paymentId, payment.state, payment.attempt as newestAttempt,
       confirmation.attempt, confirmation.provider_key as providerKey,
       confirmation.decline_code as declineCode
     from confirmation join payment on payment.payment_id = confirmation.payment_id
     where confirmation.member_id = ? and confirmation.idempotency_key = ?`,
    memberId,
    key,
  )
  return row
}

function answerOf({ paymentId, state, newestAttempt, attempt, declineCode }: ConfirmationRow) {
  return answerTo({ paymentId, state, attempt: newestAttempt, confirmed: { attempt, declineCode } })
}
