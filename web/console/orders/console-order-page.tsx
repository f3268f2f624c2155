import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { Order } from '#contracts/orders.ts'
import { Fact, Facts } from '#web/console/facts.tsx'
import { optionsText } from '#web/console/options-text.ts'
import { Paper, Part } from '#web/console/paper.tsx'
import { RowLink } from '#web/console/row-link.tsx'
import { StateMark } from '#web/console/state-mark.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleOrderWords } from '#web/console/words/console-orders.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Instant } from '#web/kit/instant.tsx'
import { orderNumber } from '#web/kit/order-number.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { OrderPayments } from './order-payments.tsx'
import { OrderReturns } from './order-returns.tsx'
import { OrderWay } from './order-way.tsx'

const EVERY_MS = 4_000

/** One order: what is in it, how it was paid, where it is, and what comes back. */
export function ConsoleOrderPage() {
  const say = useWords(consoleWords)
  const sayOrder = useWords(consoleOrderWords)
  const { orderId = '' } = useParams()
  const found = useQuery({
    ...reading('orders.listAllOrders', { q: orderId, limit: 1 }),
    refetchInterval: EVERY_MS,
  })
  const title = `${sayOrder('order')} ${orderNumber(orderId)}`
  if (found.data === undefined) {
    return (
      <Paper title={title}>
        <TroubleOrWait error={found.error} again={() => void found.refetch()} />
      </Paper>
    )
  }
  const [order] = found.data.items
  if (order === undefined) {
    return (
      <Paper title={title}>
        <EmptyState title={say('nothingHere')}>{sayOrder('noSuchOrder')}</EmptyState>
      </Paper>
    )
  }
  return (
    <Paper title={title}>
      <div className="grid gap-4 xl:grid-cols-2">
        <Part title={sayOrder('contents')} actions={<StateMark state={order.state} />}>
          <Contents order={order} />
        </Part>
        <Part title={sayOrder('wayThere')}>
          <OrderWay order={order} />
        </Part>
        <Part title={sayOrder('payments')}>
          <OrderPayments order={order} />
        </Part>
        <Part title={sayOrder('returns')}>
          <OrderReturns order={order} />
        </Part>
        <Part title={sayOrder('history')}>
          <History order={order} />
        </Part>
      </div>
    </Paper>
  )
}

function Contents({ order }: { readonly order: Order }) {
  const say = useWords(consoleOrderWords)
  const { money, number } = useFormat()
  return (
    <>
      <ul className="mb-4 divide-y divide-line border-y border-line text-14">
        {order.lines.map(line => (
          <li key={line.skuId} className="flex flex-wrap items-baseline gap-x-4 py-2">
            <RowLink to={`/products/${line.productId}`}>{line.title}</RowLink>
            <span className="text-quiet">{optionsText(line.options)}</span>
            <span className="ml-auto flex flex-wrap justify-end gap-x-4">
              <span>
                {money(line.unitPrice)} × {number(line.quantity)}
              </span>
              <strong>{money(line.total)}</strong>
            </span>
            {line.returnedQuantity > 0 && (
              <span className="w-full text-12 text-quiet">
                {say('returnedUnits', { count: line.returnedQuantity })}
              </span>
            )}
          </li>
        ))}
      </ul>
      <Facts>
        <Fact name={say('total')}>{money(order.total)}</Fact>
        <Fact name={say('refunded')}>{money(order.refunded)}</Fact>
        <Fact name={say('placedAt')} isLong>
          <Instant atMs={order.placedAtMs} />
        </Fact>
        {order.dropId !== undefined && (
          <Fact name={say('fromDrop')}>
            <RowLink to={`/drops/${order.dropId}`}>
              {say('dropPlace', { place: order.position ?? '–' })}
            </RowLink>
          </Fact>
        )}
        <Fact name={say('number')} isLong>
          <code className="text-12 break-all">{order.orderId}</code>
        </Fact>
        <Fact name={say('reservation')} isLong>
          <code className="text-12 break-all">{order.reservationId}</code>
        </Fact>
      </Facts>
    </>
  )
}

function History({ order }: { readonly order: Order }) {
  return (
    <ol className="grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-2 text-14">
      {order.history.map(({ state, atMs }) => (
        <li key={state} className="contents">
          <span>
            <StateMark state={state} />
          </span>
          <Instant atMs={atMs} />
        </li>
      ))}
    </ol>
  )
}
