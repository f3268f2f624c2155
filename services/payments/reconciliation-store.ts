import { money } from '#contracts/money.ts'
import type { Provider } from '#contracts/providers.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { Books, FoundDifference } from './compare-books.ts'
import type { PaymentsTables, ReconciliationTable } from './payment-tables.ts'

type Trx = Transaction<PaymentsTables>

export type Run = {
  readonly runId: string
  readonly fromMs: number
  readonly toMs: number
  readonly stage: ReconciliationTable['stage']
  /** The last that was compared in this stage. */
  readonly afterId: string | null
}

export type Comparable = Books & {
  readonly paymentId: string
  readonly provider: Provider
  readonly refundCount: number
  /** Where the page after it begins. */
  readonly placeId: string
}

export type Compared = {
  readonly run: Run
  readonly payments: number
  readonly refunds: number
  /** Where the next page begins; null: this stage is over. */
  readonly afterId: string | null
  readonly found: readonly (FoundDifference & {
    readonly paymentId: string
    readonly currency: string
  })[]
}

export const reads = { listComparable }
export const writes = { beginRun, writeCompared, pruneRuns }

/**
 * The run that is to be gone on with: one that was begun and not finished, else this day's, unless
 * that was finished. Its id is made of the day, so that it is begun once.
 */
async function beginRun(
  trx: Trx,
  { runId, fromMs, toMs }: Pick<Run, 'runId' | 'fromMs' | 'toMs'>,
): Promise<Run | null> {
  await trx.sql.run(
    `insert into reconciliation (run_id, from_ms, to_ms, started_at_ms, stage, payments, refunds,
       differences)
     select ?, ?, ?, ?, 'payments', 0, 0, 0 from (select 1 as one) as single
     where not exists (select 1 from reconciliation where run_id = ? or finished_at_ms is null)`,
    ...[runId, fromMs, toMs, await trx.nowMs(), runId],
  )
  const [open] = await trx.sql.all<Run>(
    `select run_id as runId, from_ms as fromMs, to_ms as toMs, stage, after_id as afterId
     from reconciliation where finished_at_ms is null order by started_at_ms limit 1`,
  )
  return open ?? null
}

type Page = {
  readonly run: Run
  /** Ids of payments that were entered in the time of the run come after it. */
  readonly beforeFirst: string
  readonly limit: number
}

/**
 * The next page of a run. First the payments that were entered in its time, by their ids, which begin
 * with their instants; then those of before, of which something was asked back in its time.
 */
async function listComparable(trx: Trx, page: Page): Promise<Comparable[]> {
  const rows = await (page.run.stage === 'payments' ? listEntered : listRefunded)(trx, page)
  return rows.map(({ amountMinor, currency, requestedAtMs, refundId, ...row }) => ({
    ...row,
    amount: money(amountMinor, currency),
    placeId: refundId === null ? row.paymentId : `${requestedAtMs} ${refundId}`,
  }))
}

function listEntered(trx: Trx, { run, beforeFirst, limit }: Page): Promise<ComparableRow[]> {
  return trx.sql.all(
    `select ${COLUMNS}, null as requestedAtMs, null as refundId,
       (select count(*) from refund where refund.payment_id = payment.payment_id) as refundCount
     from payment where payment_id > ? and created_at_ms < ? order by payment_id limit ?`,
    ...[run.afterId ?? beforeFirst, run.toMs, limit],
  )
}

function listRefunded(trx: Trx, { run, beforeFirst, limit }: Page): Promise<ComparableRow[]> {
  const [atMs = run.fromMs, refundId = ''] = placeIn(run.afterId)
  return trx.sql.all(
    `select ${COLUMNS}, requested_at_ms as requestedAtMs, refund_id as refundId, 1 as refundCount
     from refund join payment on payment.payment_id = refund.payment_id
     where requested_at_ms >= ? and requested_at_ms < ?
       and (requested_at_ms > ? or refund_id > ?) and payment.payment_id <= ?
     order by requested_at_ms, refund_id limit ?`,
    ...[atMs, run.toMs, atMs, refundId, beforeFirst, limit],
  )
}

function placeIn(afterId: string | null): [atMs?: number, refundId?: string] {
  if (afterId === null) return []
  const [atMs = '', refundId = ''] = afterId.split(' ')
  return [Number(atMs), refundId]
}

const COLUMNS = `payment.payment_id as paymentId, provider, payment.state,
  payment.amount_minor as amountMinor, currency,
  refund_requested_minor as refundRequestedMinor, refunded_minor as refundedMinor`

type ComparableRow = Omit<Comparable, 'amount' | 'placeId'> & {
  readonly amountMinor: number
  readonly currency: string
  readonly requestedAtMs: number | null
  readonly refundId: string | null
}

/** Writes what a page brought, once: whoever compared the same page meanwhile writes nothing. */
async function writeCompared(
  trx: Trx,
  { run, payments, refunds, afterId, found }: Compared,
): Promise<'written' | 'superseded'> {
  const nowMs = await trx.nowMs()
  const isLast = afterId === null && run.stage === 'refunds'
  const written = await trx.sql.run(
    `update reconciliation set payments = payments + ?, refunds = refunds + ?,
       differences = differences + ?, stage = ?, after_id = ?, finished_at_ms = ?
     where run_id = ? and stage = ? and coalesce(after_id, '') = ? and finished_at_ms is null`,
    ...[payments, refunds, found.length, afterId === null ? 'refunds' : run.stage, afterId],
    ...[isLast ? nowMs : null, run.runId, run.stage, run.afterId ?? ''],
  )
  if (written === 0) return 'superseded'
  const inserted = await trx.sql.runEach(
    `insert into reconciliation_difference (run_id, payment_id, kind, expected_minor, found_minor,
       currency, found_at_ms)
     select ?, ?, ?, ?, ?, ?, ? from (select 1 as one) as single
     where not exists (select 1 from reconciliation_difference
       where run_id = ? and payment_id = ? and kind = ?)`,
    found.map(({ paymentId, kind, expectedMinor, foundMinor, currency }) => [
      ...[run.runId, paymentId, kind, expectedMinor, foundMinor, currency, nowMs],
      ...[run.runId, paymentId, kind],
    ]),
  )
  // Of two refunds of one payment, the second finds what the first has found.
  const again = inserted.filter(rows => rows === 0).length
  if (again > 0) {
    await trx.sql.run(
      'update reconciliation set differences = differences - ? where run_id = ?',
      ...[again, run.runId],
    )
  }
  return 'written'
}

/** Forgets runs that began before then, and what they found. */
async function pruneRuns(trx: Trx, { beforeMs }: { readonly beforeMs: number }): Promise<number> {
  await trx.sql.run(
    `delete from reconciliation_difference where run_id in (
       select run_id from reconciliation where started_at_ms < ?)`,
    beforeMs,
  )
  return trx.sql.run('delete from reconciliation where started_at_ms < ?', beforeMs)
}
