import { Hourglass } from 'lucide-react'
import type { Order } from '#contracts/orders.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { LineList } from '#web/storefront/parts/line-list.tsx'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { checkoutWords } from './words/checkout-words.ts'

/** The bank has not answered: what that means, and that one may leave. */
export function PendingPanel({ order }: { readonly order: Order }) {
  const say = useWords(checkoutWords)
  const { money } = useFormat()
  return (
    <div className="mx-auto flex max-w-reading flex-col gap-6">
      <div className="flex flex-col gap-3">
        <Hourglass aria-hidden className="size-10 text-short" />
        <h1 className="text-28">{say('pending')}</h1>
        <p>{say('pendingText')}</p>
        <p>{say('pendingLeave')}</p>
      </div>
      <Panel title={say('what')} aside={<p className="text-20 font-bold">{money(order.total)}</p>}>
        <LineList lines={order.lines} />
      </Panel>
      <ButtonLink to={`/orders/${order.orderId}`}>{say('toOrder')}</ButtonLink>
    </div>
  )
}
