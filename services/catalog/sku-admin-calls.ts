import type { catalogApi, Product } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal, refuse, refuseField } from '#contracts/problems.ts'
import { keyedRequest } from '#platform/database/keyed-act.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { CatalogParts } from './catalog-service.ts'
import { answerAgain, idsOfMade, recalledAnswer } from './keyed-answers.ts'
import { isInDrop, showProduct } from './show-product.ts'
import { optionsFaults } from './sku-options.ts'

type SkuAdminCalls = Pick<Calls<typeof catalogApi>, 'adjustSku' | 'addSku' | 'removeSku'>

/** What a merchant does with single SKUs of a product. */
export function skuAdminCalls(parts: CatalogParts): SkuAdminCalls {
  const { database, stock, ids, tellChange } = parts

  return {
    async adjustSku(adjustment, context) {
      const { skuId } = adjustment
      const keyed = keyedRequest('adjustSku', adjustment, context)
      const known = await recalledAnswer<Product>(database, keyed)
      if (known !== null) return known
      const [productId] = await database.read.findProductsOfSkus({ skuIds: [skuId] })
      if (productId === undefined) return refuse('not_found')
      // Stock has the key too, and moves the units once.
      const adjusted = await stock.adjustSku(adjustment, context)
      if (isRefusal(adjusted)) return adjusted
      const product = await showProduct(parts, productId)
      // As stock has it now, whatever of its news has come here yet.
      const skus = product.skus.map(sku => (sku.skuId === skuId ? { ...sku, ...adjusted } : sku))
      const shown = { ...product, skus }
      if (keyed === null) return shown
      return answerAgain(await database.write.keepAnswer({ keyed, answer: JSON.stringify(shown) }))
    },

    async addSku(asked, context) {
      const { productId, options, units } = asked
      const keyed = keyedRequest('addSku', asked, context)
      const known = await recalledAnswer<Product>(database, keyed)
      if (known !== null) return known
      const [product] = await database.read.readProducts({ productIds: [productId] })
      if (product === undefined) return refuse('not_found')
      const { title, kind } = product
      const sku = { skuId: idsOfMade(ids, keyed)('sku'), options }
      // First stock, as where a product is made: nothing is shown that cannot be counted.
      await stock.putSkus({ skus: [{ ...sku, productId, title, kind, units }] }, fromService)
      const skuIds = [...product.skus, sku].map(each => each.skuId)
      const counted = await stock.readSkus({ skuIds }, fromService)
      if (isRefusal(counted)) return refuse('try_again')
      const result = await database.write.addSku({ productId, sku, stock: counted.skus, keyed })
      switch (result.outcome) {
        case 'added':
          tellChange(productId)
          return result.answer === undefined
            ? showProduct(parts, productId)
            : JSON.parse(result.answer)
        case 'not_found':
          return refuse('not_found')
        case 'options_wrong':
          return refuseField('options', optionsFaults[result.fault])
        case 'too_many':
          return refuseField('options', 'This product has as many SKUs as there can be.')
        default:
          return answerAgain(result)
      }
    },

    async removeSku({ skuId }) {
      const [productId] = await database.read.findProductsOfSkus({ skuIds: [skuId] })
      if (productId === undefined) return refuse('not_found')
      if (await isInDrop(parts, [{ skuId, options: {} }])) return refuse('illegal_transition')
      const { outcome } = await database.write.removeSku({ productId, skuId })
      if (outcome === 'last_one') return refuse('illegal_transition')
      tellChange(productId)
      return outcome === 'removed' ? null : refuse('not_found')
    },
  }
}
