import type { Product } from '#contracts/catalog.ts'
import type { CatalogParts } from './catalog-service.ts'

/** Products as a member sees them: with what is liked and wished. */
export async function markProducts(
  { database }: Pick<CatalogParts, 'database'>,
  memberId: string,
  products: readonly Product[],
): Promise<Product[]> {
  const productIds = products.map(product => product.productId)
  const marks = await database.read.readMarks({ memberId, productIds })
  const liked = new Set(marks.liked)
  const wished = new Set(marks.wishedSkus)
  return products.map(product => {
    const skus = product.skus.map(sku => ({ ...sku, wished: wished.has(sku.skuId) }))
    return {
      ...product,
      skus,
      liked: liked.has(product.productId),
      wished: skus.some(sku => sku.wished),
    }
  })
}
