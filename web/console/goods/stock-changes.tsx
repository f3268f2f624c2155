import { useState } from 'react'
import { CompactButton } from '#web/console/compact-button.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { useListing } from '#web/console/use-listing.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { Instant } from '#web/kit/instant.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'

/** What changed the stock of a SKU by hand, and why; looked up when somebody wants to see it. */
export function StockChanges({ skuId }: { readonly skuId: string }) {
  const say = useWords(consoleGoodsWords)
  const [isWanted, setWanted] = useState(false)
  return (
    <details
      className="w-full text-12 text-quiet"
      onToggle={({ currentTarget }) => setWanted(currentTarget.open)}
    >
      <summary className="flex min-h-6 w-fit items-center underline underline-offset-4 pointer-coarse:min-h-11">
        {say('stockChanges')}
      </summary>
      {isWanted && <Changes skuId={skuId} />}
    </details>
  )
}

function Changes({ skuId }: { readonly skuId: string }) {
  const say = useWords(consoleWords)
  const sayGoods = useWords(consoleGoodsWords)
  const { number } = useFormat()
  const { rows, error, again, hasMore, isMoreComing, more } = useListing('stock.listAdjustments', {
    skuId,
    limit: 10,
  })
  if (rows === undefined) return <TroubleOrWait error={error} again={again} />
  if (rows.length === 0) return <p>{sayGoods('noStockChanges')}</p>
  return (
    <>
      <p>{sayGoods('stockChangesHint')}</p>
      <ul className="my-1">
        {rows.map(({ adjustmentId, delta, reason, atMs }) => (
          <li key={adjustmentId} className="flex flex-wrap gap-x-3 py-0.5">
            <strong className="text-ink">{`${delta > 0 ? '+' : '−'}${number(Math.abs(delta))}`}</strong>
            <span className="wrap-anywhere text-ink">{reason}</span>
            <Instant atMs={atMs} />
          </li>
        ))}
      </ul>
      {hasMore && (
        <CompactButton isBusy={isMoreComing} onClick={more}>
          {say('more')}
        </CompactButton>
      )}
    </>
  )
}
