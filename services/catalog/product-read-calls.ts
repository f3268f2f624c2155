import type { catalogApi } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal, refuse } from '#contracts/problems.ts'
import type { CatalogParts } from './catalog-service.ts'
import { listProducts } from './list-products.ts'
import { markProducts } from './mark-products.ts'
import { type ShelvedProduct, textOf, viewOf } from './product-shelf.ts'

type ReadCalls = Pick<
  Calls<typeof catalogApi>,
  'listProducts' | 'listCurrencies' | 'readProduct' | 'readProductPicture' | 'readSkusForSale'
>

export function productReadCalls(parts: CatalogParts): ReadCalls {
  const { database, shelf, shelfStock, pages, currencies } = parts

  async function find(productId: string): Promise<ShelvedProduct | undefined> {
    const products = await shelf.find([productId])
    await shelfStock.freshen(products)
    return products[0]
  }

  return {
    async listProducts(input, { caller }) {
      if (caller === null) return pages.read(input)
      const page = await listProducts(parts, input)
      if (isRefusal(page)) return page
      const { products, nextCursor } = page
      const items = await markProducts(parts, caller.memberId, products.map(viewOf))
      return JSON.stringify({ items, nextCursor })
    },

    async listCurrencies() {
      return { items: [...(await currencies.read())], nextCursor: null }
    },

    async readProduct({ productId }, { caller }) {
      // Most times it is at hand and fresh; then nothing is waited for.
      const known = shelf.get(productId)
      const product =
        known !== undefined && shelfStock.isFresh(known) ? known : await find(productId)
      if (product === undefined) return refuse('not_found')
      if (caller === null) return textOf(product)
      const [marked] = await markProducts(parts, caller.memberId, [viewOf(product)])
      return JSON.stringify(marked)
    },

    async readProductPicture({ productId }) {
      const [product] = await shelf.find([productId])
      return { url: product?.stored.images[0] ?? null }
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
