import { type Money, money } from '#contracts/money.ts'
import type { Difference, Reconciliation } from '#contracts/reconciliation.ts'
import type { Transaction } from '#platform/database/database.ts'
import { meanings } from './compare-books.ts'
import type { DifferenceTable, PaymentsTables, ReconciliationTable } from './payment-tables.ts'

type Trx = Transaction<PaymentsTables>

export type RunKey = { readonly startedAtMs: number; readonly runId: string }
export type DifferenceKey = { readonly paymentId: string; readonly kind: string }

export const reads = { listRuns, listDifferences }

/** So many differences are shown with their run. */
const SHOWN = 20

/** The runs, the newest first, one more than asked for where others follow. Few are kept. */
async function listRuns(
  trx: Trx,
  { before, limit }: { readonly before: RunKey | null; readonly limit: number },
): Promise<Reconciliation[]> {
  const [startedAtMs, runId] = [before?.startedAtMs ?? Number.MAX_SAFE_INTEGER, before?.runId ?? '']
  const rows = await trx.sql.all<ReconciliationTable>(
    `select * from reconciliation where started_at_ms < ? or (started_at_ms = ? and run_id < ?)
     order by started_at_ms desc, run_id desc limit ?`,
    ...[startedAtMs, startedAtMs, runId, limit + 1],
  )
  const found = rows.filter(({ differences }) => differences > 0)
  const shown = await Promise.all(
    found.map(({ run_id }) => trx.sql.all<DifferenceRow>(DIFFERENCES, run_id, '', '', '', SHOWN)),
  )
  const byRun = new Map(found.map(({ run_id }, index) => [run_id, shown[index] ?? []]))
  return rows.map(row => runOf(row, (byRun.get(row.run_id) ?? []).map(differenceOf)))
}

/** What a run found, one more than asked for where others follow; null: there is no such run. */
async function listDifferences(
  trx: Trx,
  { runId, after, limit }: { runId: string; after: DifferenceKey | null; limit: number },
): Promise<Difference[] | null> {
  const [run] = await trx.sql.all('select run_id from reconciliation where run_id = ?', runId)
  if (run === undefined) return null
  const { paymentId = '', kind = '' } = after ?? {}
  const page = [runId, paymentId, paymentId, kind, limit + 1]
  const rows = await trx.sql.all<DifferenceRow>(DIFFERENCES, ...page)
  return rows.map(differenceOf)
}

const DIFFERENCES = `select reconciliation_difference.*, order_id, provider
  from reconciliation_difference
    join payment on payment.payment_id = reconciliation_difference.payment_id
  where run_id = ? and (reconciliation_difference.payment_id > ?
    or (reconciliation_difference.payment_id = ? and kind > ?))
  order by reconciliation_difference.payment_id, kind limit ?`

type DifferenceRow = DifferenceTable & Pick<Difference, 'provider'> & { readonly order_id: string }

function runOf(row: ReconciliationTable, differences: Difference[]): Reconciliation {
  return {
    runId: row.run_id,
    state: row.finished_at_ms === null ? 'running' : 'finished',
    fromMs: row.from_ms,
    toMs: row.to_ms,
    startedAtMs: row.started_at_ms,
    ...(row.finished_at_ms === null ? {} : { finishedAtMs: row.finished_at_ms }),
    payments: row.payments,
    refunds: row.refunds,
    differenceCount: row.differences,
    differences,
  }
}

function differenceOf(row: DifferenceRow): Difference {
  const amountOf = (minor: number | null): Money | null =>
    minor === null ? null : money(minor, row.currency)
  const [expected, found] = [amountOf(row.expected_minor), amountOf(row.found_minor)]
  return {
    runId: row.run_id,
    paymentId: row.payment_id,
    orderId: row.order_id,
    provider: row.provider,
    kind: row.kind,
    meaning: meanings[row.kind],
    ...(expected === null ? {} : { expected }),
    ...(found === null ? {} : { found }),
    foundAtMs: row.found_at_ms,
  }
}
