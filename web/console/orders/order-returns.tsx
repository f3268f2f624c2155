import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import { AskFirst } from '#web/console/ask-first.tsx'
import { CompactButton } from '#web/console/compact-button.tsx'
import { Mark } from '#web/console/state-mark.tsx'
import { consoleOrderWords } from '#web/console/words/console-orders.ts'
import { Instant } from '#web/kit/instant.tsx'
import { linesOfReturn } from '#web/kit/lines-of-return.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { contentsOf } from './order-contents.ts'
import { useOrderAct } from './use-order-act.ts'

type Return = Order['returns'][number]

/** What comes back of an order; completing it gives the units and the money back. */
export function OrderReturns({ order }: { readonly order: Order }) {
  const say = useWords(consoleOrderWords)
  if (order.returns.length === 0) return <p className="text-14 text-quiet">{say('noReturns')}</p>
  return (
    <ul className="divide-y divide-line text-14">
      {order.returns.map(one => (
        <OneReturn key={one.returnId} order={order} one={one} />
      ))}
    </ul>
  )
}

function OneReturn({ order, one }: { readonly order: Order; readonly one: Return }) {
  const say = useWords(consoleOrderWords)
  const { money } = useFormat()
  const [isAsked, setAsked] = useState(false)
  const { act, isBusy, trouble } = useOrderAct('orders.completeReturn', () => setAsked(false))
  // A merchant gave the money back without the goods.
  const isUnpaid = one.refund.amountMinor === 0 && order.refunded.amountMinor > 0
  const units = one.lines.reduce((all, { quantity }) => all + quantity, 0)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
      <Mark
        look={one.state === 'requested' ? 'border-short bg-short-ground text-short' : undefined}
      >
        {say(one.state === 'requested' ? 'comingBack' : 'cameBack')}
      </Mark>
      <span>{contentsOf({ lines: linesOfReturn(one, order) })}</span>
      <span className="text-quiet">
        <Instant atMs={one.completedAtMs ?? one.requestedAtMs} />
      </span>
      {one.reason !== undefined && (
        <span className="w-full wrap-anywhere text-quiet">
          {say('reason')}: {one.reason}
        </span>
      )}
      <span className="ml-auto flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        {isUnpaid ? (
          <span className="text-quiet">{say('paidBackBefore')}</span>
        ) : (
          <strong>{money(one.refund)}</strong>
        )}
        {one.state === 'requested' && (
          <CompactButton onClick={() => setAsked(true)}>{say('complete')}</CompactButton>
        )}
      </span>
      <AskFirst
        act={say('complete')}
        isOpen={isAsked}
        close={() => setAsked(false)}
        isHarmless
        isBusy={isBusy}
        trouble={trouble}
        onSure={() => act({ returnId: one.returnId })}
      >
        <p>
          {isUnpaid
            ? say('completeWillPayNothing', { units })
            : say('completeWill', { units, amount: money(one.refund) })}
        </p>
      </AskFirst>
    </li>
  )
}
