import type { Order } from '#contracts/orders.ts'
import { type Column, DataTable } from '#web/console/data-table.tsx'
import { contentsOf } from '#web/console/orders/order-contents.ts'
import { OrderLink } from '#web/console/orders/order-link.tsx'
import { addressText } from '#web/console/orders/use-order-columns.tsx'
import { consoleShippingWords } from '#web/console/words/console-shipping.ts'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { type KnownOfLines, lineStanding, wordOfFault } from './line-standing.ts'
import type { ShipmentFault, ShipmentLine, Shipments } from './parse-shipments.ts'

/** Of what is no fault. */
const looks: Readonly<Record<string, string>> = {
  ready: 'text-ink',
  shipped: 'text-yours',
  notWaiting: 'text-short',
  notAmongNewest: 'text-short',
  noAddress: 'text-short',
}

type Row = (ShipmentLine & { readonly fault?: never }) | ShipmentFault

/** Line by line: what will be sent to whom, what cannot be, and what came of it. */
export function ShipmentPreview({
  lines,
  faults,
  known,
  waiting,
  outcomes,
}: Shipments & KnownOfLines & { readonly known: ReadonlyMap<string, Order> }) {
  const say = useWords(consoleShippingWords)
  const rows: Row[] = [...lines, ...faults].sort((one, other) => one.line - other.line)
  const orderOf = (row: Row) => (row.fault === undefined ? known.get(row.orderId) : undefined)
  const standingOf = (row: Row) =>
    row.fault === undefined
      ? lineStanding(row.orderId, { waiting, outcomes })
      : wordOfFault(row.fault, waiting)
  const wordOf = (row: Row) => say(standingOf(row), { count: known.size })

  const columns: readonly Column<Row>[] = [
    { head: say('line'), isNumber: true, show: row => row.line, text: row => row.line },
    {
      head: say('whatComes'),
      isWide: true,
      show: row => (
        <span className={`font-medium ${looks[standingOf(row)] ?? 'text-wrong'}`}>
          {wordOf(row)}
        </span>
      ),
      text: wordOf,
    },
    {
      head: say('order'),
      isWide: true,
      show: row =>
        row.fault === undefined ? (
          <OrderLink orderId={row.orderId} />
        ) : (
          <span className="font-mono text-12 break-all">{row.text}</span>
        ),
      text: row => (row.fault === undefined ? row.orderId : row.text),
    },
    {
      head: say('parcel'),
      isWide: true,
      show: row => (row.fault === undefined ? `${row.carrier} · ${row.trackingNumber}` : ''),
      text: row => (row.fault === undefined ? `${row.carrier} ${row.trackingNumber}` : ''),
    },
    {
      head: say('contents'),
      isWide: true,
      show: row => {
        const order = orderOf(row)
        return order === undefined ? '' : contentsOf(order)
      },
    },
    { head: say('to'), isWide: true, show: row => addressText(orderOf(row)?.shippingAddress) },
  ]
  if (rows.length === 0) return <EmptyState title={say('preview')}>{say('nothingYet')}</EmptyState>
  return (
    <DataTable
      name={say('preview')}
      columns={columns}
      listing={{
        rows,
        error: null,
        hasMore: false,
        isMoreComing: false,
        more: () => undefined,
        again: () => undefined,
        whole: async () => ({ rows, isWhole: true }),
      }}
      keyOf={row => String(row.line)}
      nothing={say('nothingYet')}
    />
  )
}
