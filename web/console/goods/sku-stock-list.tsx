import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Product } from '#contracts/catalog.ts'
import { AskFirst } from '#web/console/ask-first.tsx'
import { CompactButton } from '#web/console/compact-button.tsx'
import { DeltaField } from '#web/console/delta-field.tsx'
import { optionsText } from '#web/console/options-text.ts'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { Field } from '#web/kit/field.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useLive } from '#web/kit/use-live.ts'
import { useWords } from '#web/kit/use-words.ts'
import { type BegunChange, beginChange } from './begin-change.ts'
import { LastChange } from './last-change.tsx'
import { NewSku } from './new-sku.tsx'
import { RemoveSku } from './remove-sku.tsx'
import { StockChanges } from './stock-changes.tsx'

type Sku = Product['skus'][number]

/** The SKUs of a product with what is free of each, as it moves. */
export function SkuStockList({ product }: { readonly product: Product }) {
  const say = useWords(consoleGoodsWords)
  const [live, setLive] = useState<ReadonlyMap<string, number>>(new Map())
  useLive('catalog.stock', { productId: product.productId }, ({ skus }) =>
    setLive(new Map(skus.map(({ skuId, available }) => [skuId, available]))),
  )
  return (
    <>
      <p className="mb-2 text-14 text-quiet">{say('stockHint')}</p>
      <ul className="divide-y divide-line text-14">
        {product.skus.map(sku => (
          <OneSku
            key={sku.skuId}
            sku={{ ...sku, available: live.get(sku.skuId) ?? sku.available }}
            title={product.title}
            isLast={product.skus.length === 1}
          />
        ))}
      </ul>
      <NewSku product={product} />
    </>
  )
}

function OneSku({
  sku,
  title,
  isLast,
}: {
  readonly sku: Sku
  readonly title: string
  readonly isLast: boolean
}) {
  const say = useWords(consoleGoodsWords)
  const refusalText = useRefusalText()
  const { number } = useFormat()
  const cache = useQueryClient()
  const [begun, setBegun] = useState<BegunChange | null>(null)
  const [isBeginning, setBeginning] = useState(false)
  const name = optionsText(sku.options) || title
  const adjust = useAction('catalog.adjustSku', {
    once: ({ skuId }) => begun?.act ?? `adjust:${skuId}:`,
    done: changed => {
      setBegun(null)
      cache.setQueryData(['catalog.readProduct', { productId: changed.productId }], changed)
      for (const list of ['catalog.listProducts', 'stock.listAdjustments']) {
        void cache.invalidateQueries({ queryKey: [list] })
      }
    },
  })
  async function ask() {
    setBeginning(true)
    setBegun(await beginChange(`adjust:${sku.skuId}`, sku.skuId))
    setBeginning(false)
  }
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2">
      <span className="mr-auto min-w-0">{name}</span>
      <strong className="text-16 whitespace-nowrap">{number(sku.available)}</strong>
      <CompactButton
        aria-label={say('adjustWhich', { name })}
        isBusy={isBeginning}
        onClick={() => void ask()}
      >
        {say('adjust')}
      </CompactButton>
      <RemoveSku skuId={sku.skuId} name={name} isLast={isLast} />
      <StockChanges skuId={sku.skuId} />
      <AskFirst
        act={say('adjust')}
        isOpen={begun !== null}
        close={() => setBegun(null)}
        isHarmless
        isBusy={adjust.isPending}
        trouble={adjust.error === null ? null : refusalText(refusalOf(adjust.error))}
        onSure={fields =>
          adjust.mutate({
            skuId: sku.skuId,
            delta: Number(fields.get('delta')),
            reason: String(fields.get('reason')).trim(),
          })
        }
      >
        <p>{say('adjustWill', { name, available: sku.available })}</p>
        <LastChange begun={begun} />
        <DeltaField />
        <Field label={say('reason')} name="reason" maxLength={500} pattern=".*\S.*" required />
      </AskFirst>
    </li>
  )
}
