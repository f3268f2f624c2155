import type { Order } from '#contracts/orders.ts'
import type { Column } from '#web/console/data-table.tsx'
import { StateMark } from '#web/console/state-mark.tsx'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleOrderWords } from '#web/console/words/console-orders.ts'
import { isoTime } from '#web/kit/format.ts'
import { isPaidBack } from '#web/kit/is-paid-back.ts'
import { inUnits } from '#web/kit/typed-number.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { contentsOf } from './order-contents.ts'
import { OrderLink } from './order-link.tsx'

/** The columns of a list of orders. */
export function useOrderColumns(): readonly Column<Order>[] {
  const say = useWords(consoleOrderWords)
  const sayConsole = useWords(consoleWords)
  const { money, dateTime } = useFormat()
  const total = (rows: readonly Order[], amount: (order: Order) => number) => {
    const [first] = rows
    const currency = first?.total.currency ?? 'KRW'
    // Sums of two currencies would mean nothing.
    return rows.every(order => order.total.currency === currency)
      ? money({ amountMinor: rows.reduce((all, order) => all + amount(order), 0), currency })
      : ''
  }
  return [
    {
      head: say('number'),
      show: ({ orderId }) => <OrderLink orderId={orderId} />,
      text: ({ orderId }) => orderId,
    },
    {
      head: say('state'),
      show: order => (
        <span className="flex flex-wrap gap-1">
          <StateMark state={order.state} />
          {isPaidBack(order) && (
            <span className="text-12 font-medium text-wrong">{say('paidBack')}</span>
          )}
          {order.returns.some(one => one.state === 'requested') && (
            <span className="text-12 font-medium text-short">{say('comingBack')}</span>
          )}
        </span>
      ),
      text: ({ state }) => state,
    },
    {
      head: say('contents'),
      isWide: true,
      show: order => <span className="line-clamp-2 min-w-32">{contentsOf(order)}</span>,
      text: contentsOf,
    },
    {
      head: say('place'),
      isNumber: true,
      show: ({ position }) => position ?? '',
      text: ({ position }) => position ?? '',
    },
    {
      head: say('placedAt'),
      show: ({ placedAtMs }) => <span className="whitespace-nowrap">{dateTime(placedAtMs)}</span>,
      text: ({ placedAtMs }) => isoTime(placedAtMs),
    },
    {
      head: say('recipient'),
      show: ({ shippingAddress }) =>
        shippingAddress?.recipient ?? <span className="text-quiet">{say('noAddress')}</span>,
      text: ({ shippingAddress }) => addressText(shippingAddress),
    },
    {
      head: say('total'),
      isNumber: true,
      show: order => money(order.total),
      text: order => inUnits(order.total),
      total: rows => total(rows, order => order.total.amountMinor),
    },
    {
      head: say('refunded'),
      isNumber: true,
      show: ({ refunded }) => (refunded.amountMinor === 0 ? '' : money(refunded)),
      text: ({ refunded }) => inUnits(refunded),
      total: rows => total(rows, order => order.refunded.amountMinor),
    },
    { head: sayConsole('currency'), text: ({ total }) => total.currency },
  ]
}

/** One line, as a label is printed. */
export function addressText(address: Order['shippingAddress']): string {
  if (address === undefined) return ''
  const { recipient, phone, postalCode, line1, line2 = '' } = address
  return [recipient, phone, postalCode, line1, line2].filter(Boolean).join(', ')
}
