import type { Order } from '#contracts/orders.ts'
import { linesOfReturn } from '#web/kit/lines-of-return.ts'
import { SeoulTime } from '#web/kit/seoul-time.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { goodsName } from '#web/storefront/parts/goods-name.ts'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { wordOfReturn } from './word-of-return.ts'
import { orderWords } from './words/order-words.ts'

/** What goes back, and what came of it. */
export function GoodsReturned({ order }: { readonly order: Order }) {
  const { returns } = order
  const say = useWords(orderWords)
  const { money, dateTime } = useFormat()
  if (returns.length === 0) return null
  return (
    <Panel title={say('returns')}>
      <ul className="flex flex-col gap-4">
        {returns.map(one => (
          <li key={one.returnId} className="flex flex-col gap-1">
            <p className="flex justify-between gap-4 font-medium">
              <span>{say(wordOfReturn(one, order))}</span>
              {one.refund.amountMinor > 0 && (
                <span className="whitespace-nowrap">{money(one.refund)}</span>
              )}
            </p>
            <p className="text-14 text-quiet">
              {linesOfReturn(one, order)
                .map(line => `${goodsName(line)} ${say('units', { count: line.quantity })}`)
                .join(', ')}
            </p>
            <p className="text-14 text-quiet">
              {say('returnAsked', { at: dateTime(one.requestedAtMs) })}
              <SeoulTime atMs={one.requestedAtMs} />
              {one.completedAtMs !== undefined && (
                <>
                  {` · ${say('returnDone', { at: dateTime(one.completedAtMs) })}`}
                  <SeoulTime atMs={one.completedAtMs} />
                </>
              )}
            </p>
            {one.reason !== undefined && (
              <p className="text-14 wrap-anywhere text-quiet">
                {say('returnReason', { reason: one.reason })}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
