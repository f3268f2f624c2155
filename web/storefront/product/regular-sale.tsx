import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Product } from '#contracts/catalog.ts'
import { Notice } from '#web/kit/notice.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { chosenOptions } from '#web/storefront/parts/chosen-options.ts'
import { productWords } from '#web/storefront/words/product.ts'
import { BuyButtons } from './buy-buttons.tsx'
import { LikeButton } from './like-button.tsx'
import { OptionPicker } from './option-picker.tsx'
import { RestockNotice } from './restock-notice.tsx'
import { firstSku, type OptionValue, restOf, skuWith, standingOf } from './sku-choice.ts'
import { WishButton } from './wish-button.tsx'

/** Above this nobody needs a number. */
const FEW = 20

/** What is sold any time: choose, put into the cart, or buy at once. */
export function RegularSale({ product }: { readonly product: Product }) {
  const say = useWords(productWords)
  const { skus } = product
  const [search, setSearch] = useSearchParams()
  const [skuId, setSkuId] = useState(() => firstSku(skus, search.get('sku'))?.skuId)
  /** What was pressed though it is not made beside the rest of the choice, and that rest. */
  const [missed, setMissed] = useState<{ option: string; rest: string } | null>(null)
  const sku = skus.find(one => one.skuId === skuId) ?? firstSku(skus)
  const available = sku?.available ?? 0

  function choose(value: OptionValue): void {
    if (sku === null) return
    const isMade = standingOf(skus, sku, value) !== 'not_made_here'
    const rest = chosenOptions(restOf(sku, value.name))
    setMissed(isMade ? null : { option: value.value, rest })
    const chosen = skuWith(skus, sku, value)
    setSkuId(chosen.skuId)
    // In the address, so that who comes back by the login or a reload finds the same chosen.
    setSearch({ sku: chosen.skuId }, { replace: true })
  }

  return (
    <section className="flex flex-col gap-4">
      {sku !== null && <OptionPicker skus={skus} chosen={sku} choose={choose} />}
      <div className="text-16" aria-live="polite">
        {missed !== null && sku !== null && (
          <p>{say('movedTo', { ...missed, now: chosenOptions(sku.options) })}</p>
        )}
        <p>
          {available === 0 && say('soldOut')}
          {available > 0 && available <= FEW && say('available', { count: available })}
          {available > FEW && say('plenty')}
        </p>
      </div>
      {product.stale === true && <Notice>{say('stale')}</Notice>}
      {sku !== null && available > 0 && <BuyButtons key={sku.skuId} product={product} sku={sku} />}
      {sku !== null && available === 0 && <RestockNotice key={sku.skuId} skuId={sku.skuId} />}
      <div className="-mx-4 flex flex-wrap">
        {sku !== null && (
          <WishButton key={`wish-${sku.skuId}`} productId={product.productId} sku={sku} />
        )}
        <LikeButton product={product} />
      </div>
    </section>
  )
}
