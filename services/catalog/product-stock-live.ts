import { type catalogApi, catalogStreams, type Product } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import type { SkuStock } from '#contracts/skus.ts'
import type { CatalogParts } from './catalog-service.ts'
import { viewOf } from './product-shelf.ts'

type News = Pick<SkuStock, 'skuId' | 'available'>
type Deps = Pick<CatalogParts, 'database' | 'live' | 'log' | 'shelf' | 'shelfStock'>

/** SKUs of which it is remembered whose they are. */
const KNOWN_SKUS = 20_000

/**
 * Tells whoever follows a product what is left of it. Stock tells of SKUs; whose they are, the
 * catalogue knows. Each message has all SKUs of the product in it, because of several messages in
 * a fifth of a second only the last is passed on.
 */
export function productStockLive(deps: Deps): Pick<Calls<typeof catalogApi>, 'readProductStock'> {
  const { database, live, log, shelf, shelfStock } = deps
  const productIdBySku = new Map<string, string>()

  async function learn(skuIds: readonly string[]): Promise<void> {
    const unknown = skuIds.filter(skuId => !productIdBySku.has(skuId)).slice(0, 500)
    if (unknown.length === 0) return
    const products = await shelf.find(await database.read.findProductsOfSkus({ skuIds: unknown }))
    for (const { stored } of products) {
      for (const { skuId } of stored.skus) productIdBySku.set(skuId, stored.productId)
    }
    for (const skuId of productIdBySku.keys()) {
      if (productIdBySku.size <= KNOWN_SKUS) return
      productIdBySku.delete(skuId)
    }
  }

  async function tell(news: readonly News[]): Promise<void> {
    await learn(news.map(({ skuId }) => skuId))
    for (const moved of news) {
      const productId = productIdBySku.get(moved.skuId)
      if (productId === undefined) continue
      const topic = topicOf(productId)
      if (!live.hasListeners(topic)) continue
      const products = await shelf.find([productId])
      await shelfStock.freshen(products)
      for (const product of products) live.publish(topic, unitsOf(viewOf(product), moved))
    }
  }

  live.subscribe('skus', message => {
    tell(message as readonly News[]).catch((error: unknown) => {
      log.warn({ err: error }, 'what moved about products could not be told')
    })
  })

  return {
    async readProductStock({ productId }) {
      const products = await shelf.find([productId])
      await shelfStock.freshen(products)
      const [product] = products
      if (product === undefined) return refuse('not_found')
      const view = viewOf(product)
      const [first] = view.skus
      return first === undefined ? refuse('not_found') : unitsOf(view, first)
    },
  }
}

const topicOf = (productId: string) => catalogStreams.stock.topic({ productId })

function unitsOf(view: Product, { skuId, available }: News) {
  const skus = view.skus.map(sku => ({
    skuId: sku.skuId,
    available: sku.skuId === skuId ? available : sku.available,
  }))
  return { skuId, available, skus }
}
