import type { Order } from '#contracts/orders.ts'
import { AskFirst } from '#web/console/ask-first.tsx'
import { consoleOrderWords } from '#web/console/words/console-orders.ts'
import { isPaidBack } from '#web/kit/is-paid-back.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { useOrderAct } from './use-order-act.ts'

/** Ends an order that is paid and not shipped, as its member may: its units and its money go back. */
export function CancelPaidOrder({
  order,
  isOpen,
  close,
}: {
  readonly order: Order
  readonly isOpen: boolean
  readonly close: () => void
}) {
  const say = useWords(consoleOrderWords)
  const { money } = useFormat()
  const { act, isBusy, trouble } = useOrderAct('orders.cancelPaidOrder', close)
  const { orderId, lines, total, refunded } = order
  const units = lines.reduce((all, { quantity }) => all + quantity, 0)
  const left = { ...total, amountMinor: total.amountMinor - refunded.amountMinor }
  return (
    <AskFirst
      act={say('cancelOrder')}
      isOpen={isOpen}
      close={close}
      isBusy={isBusy}
      trouble={trouble}
      onSure={() => act({ orderId })}
    >
      <p>
        {isPaidBack(order)
          ? say('cancelWillPayNothing', { units })
          : say('cancelWill', { units, amount: money(left) })}
      </p>
    </AskFirst>
  )
}
