import type { Reconciliation } from '#contracts/reconciliation.ts'
import { type Column, DataTable } from '#web/console/data-table.tsx'
import { Paper } from '#web/console/paper.tsx'
import { RowLink } from '#web/console/row-link.tsx'
import { useListing } from '#web/console/use-listing.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleOperationWords } from '#web/console/words/console-operations.ts'
import { isoTime } from '#web/kit/format.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'

/** Our books against the payment providers', day by day. */
export function ReconciliationPage() {
  const say = useWords(consoleWords)
  const sayMore = useWords(consoleOperationWords)
  const { number, dateTime } = useFormat()
  const listing = useListing('payments.listReconciliations', { limit: 50 })
  const columns: readonly Column<Reconciliation>[] = [
    {
      head: sayMore('compared'),
      show: ({ runId, startedAtMs }) => (
        <RowLink to={`/reconciliation/${runId}`}>{dateTime(startedAtMs)}</RowLink>
      ),
      text: ({ startedAtMs }) => isoTime(startedAtMs),
    },
    {
      head: sayMore('period'),
      show: ({ fromMs, toMs }) => `${dateTime(fromMs)} – ${dateTime(toMs)}`,
      text: ({ fromMs, toMs }) => `${isoTime(fromMs)}/${isoTime(toMs)}`,
    },
    {
      head: sayMore('payments'),
      isNumber: true,
      show: ({ payments }) => number(payments),
      text: ({ payments }) => payments,
      total: rows => number(rows.reduce((all, { payments }) => all + payments, 0)),
    },
    {
      head: sayMore('refunds'),
      isNumber: true,
      show: ({ refunds }) => number(refunds),
      text: ({ refunds }) => refunds,
      total: rows => number(rows.reduce((all, { refunds }) => all + refunds, 0)),
    },
    {
      head: sayMore('differences'),
      isNumber: true,
      show: ({ state, differenceCount }) => {
        if (state === 'running') return sayMore('isRunning')
        if (differenceCount === 0) return sayMore('none')
        return <strong className="text-wrong">{number(differenceCount)}</strong>
      },
      text: ({ differenceCount }) => differenceCount,
      total: rows => number(rows.reduce((all, one) => all + one.differenceCount, 0)),
    },
  ]
  return (
    <Paper title={say('reconciliation')}>
      <p className="mb-4 max-w-reading text-14 text-quiet">{sayMore('reconciliationIs')}</p>
      <DataTable
        name={say('reconciliation')}
        columns={columns}
        listing={listing}
        keyOf={({ runId }) => runId}
        nothing={sayMore('noReconciliation')}
      />
    </Paper>
  )
}
