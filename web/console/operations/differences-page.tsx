import { useParams } from 'react-router'
import type { Money } from '#contracts/money.ts'
import type { Difference } from '#contracts/reconciliation.ts'
import { CompactLink } from '#web/console/compact-button.tsx'
import { type Column, DataTable } from '#web/console/data-table.tsx'
import { OrderLink } from '#web/console/orders/order-link.tsx'
import { Paper } from '#web/console/paper.tsx'
import { useListing } from '#web/console/use-listing.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleOperationWords } from '#web/console/words/console-operations.ts'
import { inUnits } from '#web/kit/typed-number.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'

/** What one comparison found: which order, by our books and by the provider's. */
export function DifferencesPage() {
  const say = useWords(consoleWords)
  const sayMore = useWords(consoleOperationWords)
  const { money } = useFormat()
  const { runId = '' } = useParams()
  const listing = useListing('payments.listDifferences', { runId, limit: 50 })
  const amount = (known: Money | undefined) => (known === undefined ? '–' : money(known))
  const columns: readonly Column<Difference>[] = [
    {
      head: sayMore('order'),
      show: ({ orderId }) => <OrderLink orderId={orderId} />,
      text: ({ orderId }) => orderId,
    },
    {
      head: sayMore('difference'),
      show: ({ kind, meaning }) => (
        <>
          <span className="font-medium text-wrong">{sayMore(kind)}</span>
          <span lang="en" className="block text-12 text-quiet">
            {meaning}
          </span>
        </>
      ),
      text: ({ kind }) => kind,
    },
    {
      head: sayMore('ours'),
      isNumber: true,
      show: ({ expected }) => amount(expected),
      text: ({ expected }) => (expected === undefined ? '' : inUnits(expected)),
    },
    {
      head: sayMore('theirs'),
      isNumber: true,
      show: ({ found }) => amount(found),
      text: ({ found }) => (found === undefined ? '' : inUnits(found)),
    },
    { head: say('currency'), text: ({ expected, found }) => (expected ?? found)?.currency ?? '' },
    { head: sayMore('provider'), show: ({ provider }) => provider, text: one => one.provider },
  ]
  return (
    <Paper
      title={sayMore('differences')}
      actions={<CompactLink to="/reconciliation">{say('reconciliation')}</CompactLink>}
    >
      <DataTable
        name={sayMore('differences')}
        columns={columns}
        listing={listing}
        keyOf={({ paymentId, kind }) => `${paymentId} ${kind}`}
        nothing={sayMore('noDifferences')}
      />
    </Paper>
  )
}
