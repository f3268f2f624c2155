import type { Order } from '#contracts/orders.ts'
import type { Payment } from '#contracts/payments.ts'
import { Instant } from '#web/kit/instant.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { usePaymentsOf } from './use-payments-of.ts'
import { orderWords } from './words/order-words.ts'

/** What was paid for an order, and what came back. What was only entered is left out. */
export function OrderMoney({ order }: { readonly order: Order }) {
  const say = useWords(orderWords)
  const { payments: known } = usePaymentsOf(order)
  const payments = known?.filter(payment => payment.state !== 'ready') ?? []
  return (
    <Panel title={say('money')}>
      {payments.length === 0 ? (
        <p className="text-14 text-quiet">
          {say(order.state === 'awaiting_payment' ? 'noPayments' : 'nothingPaid')}
        </p>
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
  const { money } = useFormat()
  const { method, state, amount, refunds, capturedAtMs, createdAtMs } = payment
  return (
    <div className="flex flex-col gap-2">
      <p className="flex justify-between gap-4">
        <span>
          {say('paidBy', { method: say(method) })} · {say(state)}
          <span className="block text-12 text-quiet">
            <Instant atMs={capturedAtMs ?? createdAtMs} />
          </span>
        </span>
        <span className="font-medium whitespace-nowrap">{money(amount)}</span>
      </p>
      {refunds.map(refund => (
        <p key={refund.refundId} className="flex justify-between gap-4 text-yours">
          <span>
            {refund.state === 'refunded' ? say('refund') : say('refundRequested')}
            <span className="block text-12 text-quiet">
              <Instant atMs={refund.requestedAtMs} />
            </span>
          </span>
          <span className="font-medium whitespace-nowrap">{money(refund.amount)}</span>
        </p>
      ))}
    </div>
  )
}
