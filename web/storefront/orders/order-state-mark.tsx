import type { OrderState } from '#contracts/orders.ts'
import { classNames } from '#web/kit/class-names.ts'
import { useWords } from '#web/kit/use-words.ts'
import { orderWords } from './words/order-words.ts'

const looks: Readonly<Record<OrderState, string>> = {
  awaiting_payment: 'bg-short-ground text-short',
  paid: 'bg-yours-ground text-yours',
  shipped: 'bg-yours-ground text-yours',
  delivered: 'bg-yours-ground text-yours',
  returned: 'bg-sunken text-quiet',
  cancelled: 'bg-sunken text-quiet',
  expired: 'bg-sunken text-quiet',
}

/** Where an order is, in a word. */
export function OrderStateMark({ state }: { readonly state: OrderState }) {
  const say = useWords(orderWords)
  return (
    <span
      className={classNames(
        'rounded-8 px-2 py-1 text-14 font-medium whitespace-nowrap',
        looks[state],
      )}
    >
      {say(state)}
    </span>
  )
}
