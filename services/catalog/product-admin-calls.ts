import assert from 'node:assert/strict'
import type { catalogApi } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal, refuse, refuseField } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { CatalogParts } from './catalog-service.ts'
import { viewOf } from './product-shelf.ts'
import type { StoredProduct } from './product-store.ts'

type AdminCalls = Pick<
  Calls<typeof catalogApi>,
  'createProduct' | 'changeProduct' | 'deleteProduct' | 'adjustSku'
>
type KnownSku = Parameters<CatalogParts['stock']['putSkus']>[0]['skus'][number]

/**
 * Stock is told of SKUs before the catalogue shows them. Dying in between leaves SKUs that nobody
 * sees, never a product that nobody can count.
 */
export function productAdminCalls(parts: CatalogParts): AdminCalls {
  const { database, stock, ids, shelf, shelfStock, tellChange } = parts

  async function show(productId: string) {
    const products = await shelf.find([productId])
    await shelfStock.freshen(products)
    const [product] = products
    assert(product !== undefined, 'a product does not go away')
    return viewOf(product)
  }

  /** Whether a drop of it is planned, or runs. */
  async function isInDrop({ skus }: StoredProduct): Promise<boolean> {
    const known = await stock.readSkus({ skuIds: skus.map(sku => sku.skuId) }, fromService)
    assert(!isRefusal(known), 'a service is not refused the units')
    return known.skus.some(({ drop }) => drop !== null && drop.state !== 'ended')
  }

  return {
    async createProduct({ categoryId = null, images = [], skus, ...words }) {
      const repeated = repeatedOptions(skus.map(sku => sku.options))
      if (repeated >= 0)
        return refuseField(`skus.${repeated}.options`, 'These options stand here twice.')
      if (await isUnknownCategory(parts, categoryId)) return unknownCategory
      const productId = ids.next()
      const known = skus.map(sku => ({ ...sku, skuId: ids.next() }))
      const { title, kind } = words
      await stock.putSkus(
        { skus: known.map(sku => ({ ...sku, productId, title, kind })) },
        fromService,
      )
      const { outcome } = await database.write.createProduct({
        ...words,
        productId,
        categoryId,
        images,
        skus: known.map(({ skuId, options }) => ({ skuId, options })),
      })
      if (outcome === 'category_unknown') return unknownCategory
      tellChange(productId)
      return show(productId)
    },

    async changeProduct(change) {
      const { productId, title, categoryId } = change
      const [known] = await database.read.readProducts({ productIds: [productId] })
      if (known === undefined) return refuse('not_found')
      if (await isUnknownCategory(parts, categoryId ?? null)) return unknownCategory
      if (change.price !== undefined && change.price.currency !== known.price.currency) {
        if (await isInDrop(known)) return inDrop
      }
      if (title !== undefined && title !== known.title) {
        await stock.putSkus({ skus: renamed(known, title) }, fromService)
      }
      const { outcome } = await database.write.changeProduct(change)
      if (outcome === 'not_found') return refuse('not_found')
      if (outcome === 'category_unknown') return unknownCategory
      tellChange(productId)
      return show(productId)
    },

    async deleteProduct({ productId }) {
      const products = await shelf.find([productId])
      const [product] = products
      if (product === undefined) return refuse('not_found')
      if (await isInDrop(product.stored)) return refuse('illegal_transition')
      const { outcome } = await database.write.deleteProduct({ productId })
      tellChange(productId)
      return outcome === 'deleted' ? null : refuse('not_found')
    },

    async adjustSku(adjustment, context) {
      const { skuId } = adjustment
      const [productId] = await database.read.findProductsOfSkus({ skuIds: [skuId] })
      if (productId === undefined) return refuse('not_found')
      const adjusted = await stock.adjustSku(adjustment, context)
      if (isRefusal(adjusted)) return adjusted
      const product = await show(productId)
      // As stock has it now, whatever of its news has come here yet.
      const skus = product.skus.map(sku => (sku.skuId === skuId ? { ...sku, ...adjusted } : sku))
      return { ...product, skus }
    },
  }
}

async function isUnknownCategory(
  { database }: CatalogParts,
  categoryId: string | null,
): Promise<boolean> {
  if (categoryId === null) return false
  const categories = await database.read.listCategories({})
  return !categories.some(category => category.categoryId === categoryId)
}

function renamed({ productId, kind, skus }: StoredProduct, title: string): KnownSku[] {
  // Units count only where a SKU is new, and these are not.
  return skus.map(({ skuId, options }) => {
    return { skuId, productId, title, options: { ...options }, kind, units: 0 }
  })
}

/** Where options stand that stood before, −1 where none do; their order means nothing. */
function repeatedOptions(all: readonly Readonly<Record<string, string>>[]): number {
  const texts = all.map(options => JSON.stringify(Object.entries(options).sort()))
  return texts.findIndex((text, at) => texts.indexOf(text) < at)
}

const inDrop = refuseField('price.currency', 'A drop of it is planned in the currency it has.')
const unknownCategory = refuseField('categoryId', 'There is no such category.')
