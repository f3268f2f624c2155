import type { Product } from '#contracts/catalog.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { productWords } from '#web/storefront/words/product.ts'
import { shownPrices } from './shown-prices.ts'

/** What it can be had for; where that is a drop's price, the product's own is told too. */
export function ProductPrice({
  product,
  className,
}: {
  readonly product: Product
  readonly className?: string
}) {
  const say = useWords(productWords)
  const { money } = useFormat()
  const { price, listPrice } = shownPrices(product)
  return (
    <p className={className}>
      {money(price)}
      {listPrice !== null && (
        <span className="ml-2 inline-block text-14 font-normal text-quiet">
          {say('listPrice', { price: money(listPrice) })}
        </span>
      )}
    </p>
  )
}
