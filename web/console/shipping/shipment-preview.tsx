import type { Order } from '#contracts/orders.ts'
import { type Column, DataTable } from '#web/console/data-table.tsx'
import { contentsOf } from '#web/console/orders/order-contents.ts'
import { OrderLink } from '#web/console/orders/order-link.tsx'
import { addressText } from '#web/console/orders/use-order-columns.tsx'
import { consoleShippingWords } from '#web/console/words/console-shipping.ts'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { useWords } from '#web/kit/use-words.ts'
import type { ShipmentFault, ShipmentLine, Shipments } from './parse-shipments.ts'
import type { ShipmentOutcome } from './use-send-shipments.ts'

type Row = (ShipmentLine & { readonly fault?: never }) | ShipmentFault

/** Line by line: what will be sent to whom, what cannot be, and what came of it. */
export function ShipmentPreview({
  lines,
  faults,
  orders,
  outcomes,
}: Shipments & {
  /** Those that wait to be shipped; null where not all of them are known. */
  readonly orders: ReadonlyMap<string, Order> | null
  readonly outcomes: ReadonlyMap<string, ShipmentOutcome>
}) {
  const say = useWords(consoleShippingWords)
  const rows: Row[] = [...lines, ...faults].sort((one, other) => one.line - other.line)
  const orderOf = (row: Row) => (row.fault === undefined ? orders?.get(row.orderId) : undefined)

  function stateOf(row: Row): { readonly text: string; readonly look: string } {
    if (row.fault !== undefined) return { text: say(row.fault), look: 'text-wrong' }
    const outcome = outcomes.get(row.orderId)
    if (outcome === 'shipped') return { text: say('wasShipped'), look: 'text-yours' }
    if (outcome !== undefined) return { text: say(outcome), look: 'text-wrong' }
    if (orders === null) return { text: say('ready'), look: 'text-ink' }
    const order = orders.get(row.orderId)
    if (order === undefined) return { text: say('notWaiting'), look: 'text-short' }
    if (order.shippingAddress === undefined) return { text: say('noAddress'), look: 'text-short' }
    return { text: say('ready'), look: 'text-ink' }
  }

  const columns: readonly Column<Row>[] = [
    { head: say('line'), isNumber: true, show: row => row.line, text: row => row.line },
    {
      head: say('whatComes'),
      show: row => <span className={`font-medium ${stateOf(row).look}`}>{stateOf(row).text}</span>,
      text: row => stateOf(row).text,
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
      }}
      keyOf={row => String(row.line)}
      nothing={say('nothingYet')}
    />
  )
}
