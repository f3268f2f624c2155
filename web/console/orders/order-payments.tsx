import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import { CompactButton } from '#web/console/compact-button.tsx'
import { Mark } from '#web/console/state-mark.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { consoleOrderWords } from '#web/console/words/console-orders.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Instant } from '#web/kit/instant.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { CancelPaidOrder } from './cancel-paid-order.tsx'
import { leftToRefund } from './left-to-refund.ts'
import { refundAct } from './refund-act.ts'
import { RefundDialog, type RefundDialogProps } from './refund-dialog.tsx'
import { wordOfOwnReason } from './refund-reason.ts'

const EVERY_MS = 4_000

/** How an order was paid, and what was given back. */
export function OrderPayments({ order }: { readonly order: Order }) {
  const say = useWords(consoleOrderWords)
  const [isCancelling, setCancelling] = useState(false)
  const payments = useQuery({
    ...reading('orders.listOrderPayments', { orderId: order.orderId }),
    refetchInterval: EVERY_MS,
  })
  if (payments.data === undefined) {
    return <TroubleOrWait error={payments.error} again={() => void payments.refetch()} />
  }
  const { items } = payments.data
  if (items.length === 0) return <p className="text-14 text-quiet">{say('noPayments')}</p>
  return (
    <>
      <ul className="divide-y divide-line text-14">
        {items.map(payment => (
          <OnePayment
            key={payment.paymentId}
            payment={payment}
            cancelInstead={order.state === 'paid' ? () => setCancelling(true) : null}
          />
        ))}
      </ul>
      <CancelPaidOrder order={order} isOpen={isCancelling} close={() => setCancelling(false)} />
    </>
  )
}

function OnePayment({
  payment,
  cancelInstead,
}: Pick<RefundDialogProps, 'payment' | 'cancelInstead'>) {
  const say = useWords(consoleOrderWords)
  const { money } = useFormat()
  const [begun, setBegun] = useState<string | null>(null)
  const { state, method, provider, amount, createdAtMs, capturedAtMs, declineCode } = payment
  function reasonTold(reason: string): string {
    const own = wordOfOwnReason(reason)
    return own === null ? reason : say(own)
  }

  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
      <Mark>{say(`payment_${state}`)}</Mark>
      <span>
        {say(method)} · {provider}
        {declineCode !== undefined && ` · ${declineCode}`}
      </span>
      <span className="text-quiet">
        <Instant atMs={capturedAtMs ?? createdAtMs} />
      </span>
      <span className="ml-auto flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        <strong>{money(amount)}</strong>
        {leftToRefund(payment) > 0 && (
          <CompactButton onClick={() => setBegun(refundAct(payment))}>
            {say('refund')}
          </CompactButton>
        )}
      </span>
      {payment.refunds.length > 0 && (
        <ul className="w-full pl-4 text-12">
          {payment.refunds.map(refund => (
            <li key={refund.refundId} className="flex flex-wrap gap-x-3 py-0.5">
              <span>{say(refund.state === 'refunded' ? 'givenBack' : 'goingBack')}</span>
              <strong>{money(refund.amount)}</strong>
              <span className="text-quiet">{reasonTold(refund.reason)}</span>
            </li>
          ))}
        </ul>
      )}
      <RefundDialog
        payment={payment}
        begun={begun}
        close={() => setBegun(null)}
        cancelInstead={cancelInstead}
      />
    </li>
  )
}
