import type { catalogApi } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import type { CatalogParts } from './catalog-service.ts'
import { listProducts } from './list-products.ts'
import { textOf } from './product-shelf.ts'

type ReadCalls = Pick<Calls<typeof catalogApi>, 'listProducts' | 'readProduct' | 'readSkusForSale'>

export function productReadCalls(parts: CatalogParts): ReadCalls {
  const { database, shelf, shelfStock } = parts
  return {
    listProducts: input => listProducts(parts, input),

    async readProduct({ productId }) {
      // Most times it is at hand and fresh; then nothing is waited for.
      const known = shelf.get(productId)
      if (known !== undefined && shelfStock.isFresh(known)) return textOf(known)
      const products = await shelf.find([productId])
      await shelfStock.freshen(products)
      const [product] = products
      return product === undefined ? refuse('not_found') : textOf(product)
    },

    async readSkusForSale({ skuIds }) {
      const missing = skuIds.filter(skuId => shelf.getBySku(skuId) === undefined)
      const productIds = await database.read.findProductsOfSkus({ skuIds: missing })
      const found = await shelf.find(productIds)
      const atHand = skuIds.flatMap(skuId => shelf.getBySku(skuId) ?? [])
      const wanted = new Set(skuIds)
      const products = new Set([...atHand, ...found].map(product => product.stored))
      return {
        skus: [...products].flatMap(({ skus, productId, title, kind, price }) =>
          skus
            .filter(sku => wanted.has(sku.skuId))
            .map(({ skuId, options }) => ({
              skuId,
              productId,
              title,
              options: { ...options },
              kind,
              price,
            })),
        ),
      }
    },
  }
}
