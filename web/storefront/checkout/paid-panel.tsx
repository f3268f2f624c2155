import { Check } from 'lucide-react'
import type { Order } from '#contracts/orders.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { LineList } from '#web/storefront/parts/line-list.tsx'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { wordOfPaid } from './word-of-paid.ts'
import { checkoutWords } from './words/checkout-words.ts'

/** It is paid, and one's own: it will be shipped, was shipped, or was sent back since. */
export function PaidPanel({ order }: { readonly order: Order }) {
  const say = useWords(checkoutWords)
  const { money } = useFormat()
  const { orderId, reservationId, position, shippingAddress } = order
  const { title, text } = wordOfPaid(order)
  return (
    <div className="mx-auto flex max-w-reading flex-col gap-6">
      <div className="flex flex-col gap-2">
        {title === 'paid' && (
          <Check aria-hidden className="size-12 rounded-full bg-yours-ground p-2 text-yours" />
        )}
        <h1 className={title === 'paid' ? 'text-28 text-yours' : 'text-28'}>{say(title)}</h1>
        {position !== undefined && (
          <p className="flex items-baseline gap-2">
            <span className="text-quiet">{say('number')}</span>
            <span className="text-64 font-bold">{position}</span>
          </p>
        )}
        <p>{say(text, { total: money(order.total) })}</p>
      </div>
      <Panel title={say('what')}>
        <LineList lines={order.lines} />
      </Panel>
      <div className="flex flex-col gap-2 sm:flex-row">
        <ButtonLink to={`/orders/${orderId}`} look="seal">
          {text === 'paidText' && shippingAddress === undefined
            ? say('addAddress')
            : say('toOrder')}
        </ButtonLink>
        {position !== undefined && (
          <ButtonLink to={`/receipts/${reservationId}`}>{say('toReceipt')}</ButtonLink>
        )}
      </div>
    </div>
  )
}
