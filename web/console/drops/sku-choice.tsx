import type { Product } from '#contracts/catalog.ts'
import { nameWithOptions } from '#web/console/options-text.ts'
import { consoleDropWords } from '#web/console/words/console-drops.ts'
import { Choice } from '#web/kit/field.tsx'
import { useWords } from '#web/kit/use-words.ts'

/** The SKUs that drops sell, of all products of that kind. */
export function SkuChoice({
  products,
  skuId,
  fault,
  onChoose,
}: {
  readonly products: readonly Product[]
  readonly skuId: string
  readonly fault: string | undefined
  readonly onChoose: (product: Product, skuId: string) => void
}) {
  const say = useWords(consoleDropWords)
  function choose(chosen: string) {
    const product = products.find(({ skus }) => skus.some(sku => sku.skuId === chosen))
    if (product !== undefined) onChoose(product, chosen)
  }
  return (
    <Choice
      label={say('what')}
      hint={products.length === 0 ? say('noProducts') : undefined}
      fault={fault}
      value={skuId}
      onChange={({ target }) => choose(target.value)}
    >
      <option value="" disabled>
        {say('chooseSku')}
      </option>
      {products.map(({ productId, title, skus }) =>
        skus.map(sku => (
          <option key={`${productId} ${sku.skuId}`} value={sku.skuId}>
            {nameWithOptions({ title, options: sku.options })} (
            {say('free', { count: sku.available })})
          </option>
        )),
      )}
    </Choice>
  )
}
