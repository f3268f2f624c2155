import type { catalogApi, Product } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse, refuseField } from '#contracts/problems.ts'
import { keyedRequest } from '#platform/database/keyed-act.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { CatalogParts } from './catalog-service.ts'
import { answerAgain, idsOfMade, recalledAnswer } from './keyed-answers.ts'
import type { StoredProduct } from './product-store.ts'
import { isInDrop, showProduct } from './show-product.ts'
import { faultyOptions, optionsFaults } from './sku-options.ts'

type AdminCalls = Pick<
  Calls<typeof catalogApi>,
  'createProduct' | 'changeProduct' | 'deleteProduct'
>
type KnownSku = Parameters<CatalogParts['stock']['putSkus']>[0]['skus'][number]

/**
 * Stock is told of SKUs before the catalogue shows them. Dying in between leaves SKUs that nobody
 * sees, never a product that nobody can count.
 */
export function productAdminCalls(parts: CatalogParts): AdminCalls {
  const { database, stock, ids, shelf, tellChange } = parts

  return {
    async createProduct(asked, context) {
      const { categoryId = null, images = [], skus, ...words } = asked
      const keyed = keyedRequest('createProduct', asked, context)
      const answered = await recalledAnswer<Product>(database, keyed)
      if (answered !== null) return answered
      const faulty = faultyOptions(skus.map(sku => sku.options))
      if (faulty !== null)
        return refuseField(`skus.${faulty.at}.options`, optionsFaults[faulty.fault])
      if (await isUnknownCategory(parts, categoryId)) return unknownCategory
      const idOf = idsOfMade(ids, keyed)
      const productId = idOf('product')
      const known = skus.map((sku, at) => ({ ...sku, skuId: idOf(`sku ${at}`) }))
      const { title, kind } = words
      await stock.putSkus(
        { skus: known.map(sku => ({ ...sku, productId, title, kind })) },
        fromService,
      )
      const product = { ...words, productId, categoryId, images, skus: known }
      const result = await database.write.createProduct({ ...product, keyed })
      if (result.outcome === 'category_unknown') return unknownCategory
      if (result.outcome !== 'created') return answerAgain(result)
      tellChange(productId)
      if (result.answer !== undefined) return JSON.parse(result.answer)
      return showProduct(parts, productId)
    },

    async changeProduct(change) {
      const { productId, title, categoryId } = change
      const [known] = await database.read.readProducts({ productIds: [productId] })
      if (known === undefined) return refuse('not_found')
      if (await isUnknownCategory(parts, categoryId ?? null)) return unknownCategory
      if (change.price !== undefined && change.price.currency !== known.price.currency) {
        if (await isInDrop(parts, known.skus)) return inDrop
      }
      if (title !== undefined && title !== known.title) {
        await stock.putSkus({ skus: renamed(known, title) }, fromService)
      }
      const { outcome } = await database.write.changeProduct(change)
      if (outcome === 'not_found') return refuse('not_found')
      if (outcome === 'category_unknown') return unknownCategory
      tellChange(productId)
      return showProduct(parts, productId)
    },

    async deleteProduct({ productId }) {
      const products = await shelf.find([productId])
      const [product] = products
      if (product === undefined) return refuse('not_found')
      if (await isInDrop(parts, product.stored.skus)) return refuse('illegal_transition')
      const { outcome } = await database.write.deleteProduct({ productId })
      tellChange(productId)
      return outcome === 'deleted' ? null : refuse('not_found')
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

const inDrop = refuseField('price.currency', 'A drop of it is planned in the currency it has.')
const unknownCategory = refuseField('categoryId', 'There is no such category.')
