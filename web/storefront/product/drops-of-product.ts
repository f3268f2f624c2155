import type { Product } from '#contracts/catalog.ts'

type ProductDrop = NonNullable<Product['drop']>

/** A drop of one SKU of a product. */
export type SkuDrop = ProductDrop & { readonly options: Readonly<Record<string, string>> }

/** The drops of a product: the one that matters most, then the others that are not over. */
export function dropsOfProduct({ drop: first, skus }: Pick<Product, 'drop' | 'skus'>): SkuDrop[] {
  const known = skus.flatMap(({ drop, options }) => (drop ? [{ ...drop, options }] : []))
  const isFirst = ({ dropId }: SkuDrop) => dropId === first?.dropId
  const others = known
    .filter(each => !isFirst(each) && each.state !== 'ended')
    .sort((a, b) => a.opensAtMs - b.opensAtMs)
  return [...known.filter(isFirst), ...others]
}
