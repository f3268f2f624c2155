import { useState } from 'react'
import type { Product } from '#contracts/catalog.ts'
import { Notice } from '#web/kit/notice.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { productWords } from '#web/storefront/words/product.ts'
import { BuyButtons } from './buy-buttons.tsx'
import { LikeButton } from './like-button.tsx'
import { OptionPicker } from './option-picker.tsx'
import { RestockNotice } from './restock-notice.tsx'
import { firstChoice, skuOf } from './sku-choice.ts'
import { WishButton } from './wish-button.tsx'

/** Above this nobody needs a number. */
const FEW = 20

/** What is sold any time: choose, put into the cart, or buy at once. */
export function RegularSale({ product }: { readonly product: Product }) {
  const say = useWords(productWords)
  const [chosen, choose] = useState(() => firstChoice(product.skus))
  const sku = skuOf(product.skus, chosen)
  const available = sku?.available ?? 0
  return (
    <section className="flex flex-col gap-4">
      <OptionPicker skus={product.skus} chosen={chosen} choose={choose} />
      <p className="text-16" aria-live="polite">
        {available === 0 && say('soldOut')}
        {available > 0 && available <= FEW && say('available', { count: available })}
        {available > FEW && say('plenty')}
      </p>
      {product.stale === true && <Notice>{say('stale')}</Notice>}
      {sku !== null && available > 0 && <BuyButtons key={sku.skuId} sku={sku} />}
      {sku !== null && available === 0 && <RestockNotice key={sku.skuId} skuId={sku.skuId} />}
      <div className="-mx-4 flex flex-wrap">
        {sku !== null && (
          <WishButton key={`wish-${sku.skuId}`} sku={sku} isWished={product.wished} />
        )}
        <LikeButton product={product} />
      </div>
    </section>
  )
}
