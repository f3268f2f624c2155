import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Order } from '#contracts/orders.ts'
import type { Payment } from '#contracts/payments.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { orderWords } from './words/order-words.ts'

/** What was paid for an order, and what came back. What was only entered is left out. */
export function OrderMoney({ order }: { readonly order: Order }) {
  const say = useWords(orderWords)
  const queries = useQueryClient()
  const { orderId, state, refunded, returns } = order
  const asked = reading('payments.listPayments', { orderId })
  const { data } = useQuery(asked)
  const known = queries.getQueryState(asked.queryKey)?.dataUpdatedAt
  // The order's stream tells that money has moved, and not whose.
  const moved = `${state} ${refunded.amountMinor} ${returns.length}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when these change.
  useEffect(() => {
    if (known !== undefined && known > 0) void queries.invalidateQueries(asked)
  }, [moved])
  const payments = data?.items.filter(payment => payment.state !== 'ready') ?? []
  return (
    <Panel title={say('money')}>
      {payments.length === 0 ? (
        <p className="text-14 text-quiet">{say('noPayments')}</p>
      ) : (
        <ul className="flex flex-col gap-4 text-14">
          {payments.map(payment => (
            <li key={payment.paymentId}>
              <PaymentLines payment={payment} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function PaymentLines({ payment }: { readonly payment: Payment }) {
  const say = useWords(orderWords)
  const { money, dateTime } = useFormat()
  const { method, state, amount, refunds, capturedAtMs, createdAtMs } = payment
  return (
    <div className="flex flex-col gap-2">
      <p className="flex justify-between gap-4">
        <span>
          {say('paidBy', { method: say(method) })} · {say(state)}
          <span className="block text-12 text-quiet">{dateTime(capturedAtMs ?? createdAtMs)}</span>
        </span>
        <span className="font-medium whitespace-nowrap">{money(amount)}</span>
      </p>
      {refunds.map(refund => (
        <p key={refund.refundId} className="flex justify-between gap-4 text-yours">
          <span>
            {refund.state === 'refunded' ? say('refund') : say('refundRequested')}
            <span className="block text-12 text-quiet">{dateTime(refund.requestedAtMs)}</span>
          </span>
          <span className="font-medium whitespace-nowrap">{money(refund.amount)}</span>
        </p>
      ))}
    </div>
  )
}
