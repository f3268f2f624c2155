import type { Order } from '#contracts/orders.ts'
import { Instant } from '#web/kit/instant.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { orderWords } from './words/order-words.ts'

/** Each state that an order came to, and when. */
export function OrderHistory({ order: { history } }: { readonly order: Order }) {
  const say = useWords(orderWords)
  return (
    <Panel title={say('history')}>
      <ol className="flex flex-col gap-2 text-14">
        {history.map(({ state, atMs }) => (
          <li key={state} className="flex justify-between gap-4">
            <span className="whitespace-nowrap">{say(state)}</span>
            <span className="text-right text-quiet">
              <Instant atMs={atMs} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
