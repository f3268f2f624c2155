import type { Order } from '#contracts/orders.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { Panel } from './panel.tsx'
import { orderWords } from './words/order-words.ts'

/** What goes back, and what came of it. */
export function GoodsReturned({ order: { returns, lines } }: { readonly order: Order }) {
  const say = useWords(orderWords)
  const { money, dateTime } = useFormat()
  if (returns.length === 0) return null
  const titles = new Map(lines.map(({ skuId, title }) => [skuId, title]))
  return (
    <Panel title={say('returns')}>
      <ul className="flex flex-col gap-4">
        {returns.map(one => (
          <li key={one.returnId} className="flex flex-col gap-1">
            <p className="flex justify-between gap-4 font-medium">
              <span>
                {one.state === 'completed' ? say('returnCompleted') : say('returnRequested')}
              </span>
              <span className="whitespace-nowrap">{money(one.refund)}</span>
            </p>
            <p className="text-14 text-quiet">
              {one.lines
                .map(
                  ({ skuId, quantity }) =>
                    `${titles.get(skuId) ?? ''} ${say('units', { count: quantity })}`,
                )
                .join(', ')}
              {' · '}
              {dateTime(one.completedAtMs ?? one.requestedAtMs)}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
