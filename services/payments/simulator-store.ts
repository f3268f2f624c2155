import assert from 'node:assert/strict'
import type { Migration, Transaction } from '#platform/database/database.ts'
import type { LookupAnswer, RefundAnswer, VoidAnswer } from './payment-provider.ts'

/**
 * The simulator's own memory, as durable as a real provider's, so that after a kill it can be told
 * what was captured. A charge counts from its due instant on: a slow capture that was asked for
 * goes on although the one who asked is gone.
 */

const CHARGE = `select state, attempt, due_at_ms as dueAtMs from charge where payment_id = ?`

/** What counts from the first, whatever the time. */
const DUE_ALWAYS = 0

type ChargeRow = { state: 'captured' | 'voided'; attempt: number; dueAtMs: number }

type CaptureInput = {
  readonly paymentId: string
  readonly attempt: number
  readonly amountMinor: number
  readonly outcome: 'captured' | 'declined'
  readonly delayMs: number
}

/** `dueInMs`: how long the provider still takes for it. `isNew`: this request brought it about. */
export type SimulatedAnswer = {
  readonly outcome: 'captured' | 'declined' | 'voided'
  readonly dueInMs: number
  readonly isNew: boolean
}

export type SimulatedCharge =
  | { readonly outcome: 'captured'; readonly amountMinor: number; readonly refundedMinor: number }
  | { readonly outcome: 'not_captured' | 'unknown' }

type Tables = unknown
type AttemptInput = { readonly paymentId: string; readonly attempt: number }

export const reads = { lookup, readCharge }
export const writes = { capture, numberAttempt, voidCharge, refund }

/** The number of an attempt: 1 for the first that was ever seen, always the same for the same. */
async function numberAttempt(
  trx: Transaction<Tables>,
  { paymentId, attempt }: AttemptInput,
): Promise<number> {
  // A write first, which keeps the next attempt out until this one has its number.
  await trx.sql.run('update attempt_count set seen = seen + 1')
  const isNew = await trx.sql.run(
    `insert into numbered_attempt (payment_id, attempt, number)
     select ?, ?, seen from attempt_count
     where not exists (select 1 from numbered_attempt where payment_id = ? and attempt = ?)`,
    ...[paymentId, attempt, paymentId, attempt],
  )
  if (isNew === 0) await trx.sql.run('update attempt_count set seen = seen - 1')
  const [known] = await trx.sql.all<{ number: number }>(
    'select number from numbered_attempt where payment_id = ? and attempt = ?',
    ...[paymentId, attempt],
  )
  assert(known !== undefined, 'an attempt has the number that it was just given')
  return known.number
}

async function capture(trx: Transaction<Tables>, input: CaptureInput): Promise<SimulatedAnswer> {
  const { delayMs } = input
  const dueAtMs = delayMs === 0 ? DUE_ALWAYS : (await trx.nowMs()) + delayMs
  const isNew = await insertOutcome(trx, input, dueAtMs)
  if (isNew === 1) return { outcome: input.outcome, dueInMs: delayMs, isNew: true }
  const [charge] = await trx.sql.all<ChargeRow>(CHARGE, input.paymentId)
  if (charge !== undefined) {
    const dueInMs = Math.max(0, charge.dueAtMs - (await trx.nowMs()))
    return { outcome: charge.state, dueInMs, isNew: false }
  }
  return { outcome: 'declined', dueInMs: 0, isNew: false }
}

/** How many rows: 0 where this payment is charged or voided, or this attempt declined already. */
function insertOutcome(
  trx: Transaction<Tables>,
  { paymentId, attempt, amountMinor, outcome }: CaptureInput,
  dueAtMs: number,
): Promise<number> {
  const isNew = `not exists (select 1 from charge where payment_id = ?)
    and not exists (select 1 from declined_attempt where payment_id = ? and attempt = ?)`
  if (outcome === 'declined') {
    return trx.sql.run(
      `insert into declined_attempt (payment_id, attempt)
       select ?, ? from (select 1 as one) as single where ${isNew}`,
      ...[paymentId, attempt, paymentId, paymentId, attempt],
    )
  }
  return trx.sql.run(
    `insert into charge (payment_id, state, attempt, amount_minor, refunded_minor, due_at_ms)
     select ?, 'captured', ?, ?, 0, ? from (select 1 as one) as single where ${isNew}`,
    ...[paymentId, attempt, amountMinor, dueAtMs, paymentId, paymentId, attempt],
  )
}

async function lookup(
  trx: Transaction<Tables>,
  { paymentId, attempt }: AttemptInput,
): Promise<LookupAnswer['outcome']> {
  const [charge] = await trx.sql.all<ChargeRow>(CHARGE, paymentId)
  if (charge !== undefined) {
    return charge.dueAtMs > (await trx.nowMs()) ? 'unknown' : charge.state
  }
  const [declined] = await trx.sql.all(
    'select attempt from declined_attempt where payment_id = ? and attempt = ?',
    paymentId,
    attempt,
  )
  return declined === undefined ? 'not_found' : 'declined'
}

/** The charge in the books; `unknown` while its time has not come. */
async function readCharge(
  trx: Transaction<Tables>,
  { paymentId }: { readonly paymentId: string },
): Promise<SimulatedCharge> {
  const [charge] = await trx.sql.all<ChargeRow & { amountMinor: number; refundedMinor: number }>(
    `select state, due_at_ms as dueAtMs, amount_minor as amountMinor,
       refunded_minor as refundedMinor from charge where payment_id = ?`,
    paymentId,
  )
  if (charge === undefined || charge.state === 'voided') return { outcome: 'not_captured' }
  if (charge.dueAtMs > (await trx.nowMs())) return { outcome: 'unknown' }
  const { amountMinor, refundedMinor } = charge
  return { outcome: 'captured', amountMinor, refundedMinor }
}

async function voidCharge(
  trx: Transaction<Tables>,
  { paymentId }: { readonly paymentId: string },
): Promise<VoidAnswer['outcome']> {
  const nowMs = await trx.nowMs()
  await trx.sql.run(
    `insert into charge (payment_id, state, attempt, amount_minor, refunded_minor, due_at_ms)
     select ?, 'voided', 0, 0, 0, ? from (select 1 as one) as single
     where not exists (select 1 from charge where payment_id = ?)`,
    ...[paymentId, nowMs, paymentId],
  )
  const [charge] = await trx.sql.all<ChargeRow>(CHARGE, paymentId)
  return charge === undefined || charge.dueAtMs > nowMs ? 'unknown' : charge.state
}

async function refund(
  trx: Transaction<Tables>,
  input: { readonly refundId: string; readonly paymentId: string; readonly amountMinor: number },
): Promise<RefundAnswer['outcome']> {
  const { refundId, paymentId, amountMinor } = input
  const taken = await trx.sql.run(
    `update charge set refunded_minor = refunded_minor + ?
     where payment_id = ? and state = 'captured' and due_at_ms <= ?
       and refunded_minor + ? <= amount_minor
       and not exists (select 1 from charge_refund where refund_id = ?)`,
    ...[amountMinor, paymentId, await trx.nowMs(), amountMinor, refundId],
  )
  if (taken === 1) {
    await trx.sql.run(
      'insert into charge_refund (refund_id, payment_id, amount_minor) values (?, ?, ?)',
      ...[refundId, paymentId, amountMinor],
    )
    return 'refunded'
  }
  const [done] = await trx.sql.all(
    'select refund_id from charge_refund where refund_id = ?',
    refundId,
  )
  return done === undefined ? 'refused' : 'refunded'
}

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'charges, declines and refunds',
    statements: [
      `create table charge (
        payment_id varchar(36) not null primary key,
        state varchar(20) not null,
        attempt integer not null,
        amount_minor bigint not null,
        refunded_minor bigint not null,
        due_at_ms bigint not null,
        check (state in ('captured', 'voided')),
        check (0 <= refunded_minor and refunded_minor <= amount_minor)
      )`,
      `create table declined_attempt (
        payment_id varchar(36) not null,
        attempt integer not null,
        primary key (payment_id, attempt)
      )`,
      `create table charge_refund (
        refund_id varchar(36) not null primary key,
        payment_id varchar(36) not null,
        amount_minor bigint not null,
        check (amount_minor > 0)
      )`,
    ],
  },
  {
    version: 2,
    name: 'attempts in the order in which they were seen',
    statements: [
      'create table attempt_count (one integer not null primary key, seen bigint not null)',
      'insert into attempt_count (one, seen) values (1, 0)',
      `create table numbered_attempt (
        payment_id varchar(36) not null,
        attempt integer not null,
        number bigint not null,
        primary key (payment_id, attempt)
      )`,
    ],
  },
]
