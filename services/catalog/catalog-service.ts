import { catalogApi, catalogStreams } from '#contracts/catalog.ts'
import type { notificationsApi } from '#contracts/notifications.ts'
import type { Calls } from '#contracts/operation.ts'
import type { stockApi } from '#contracts/stock.ts'
import type { Database } from '#platform/database/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { Live } from '#platform/live/live.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Service } from '#platform/service.ts'
import type { Clock } from '#platform/time/clock.ts'
import { categoryCalls } from './category-calls.ts'
import { imageCalls } from './image-calls.ts'
import { listProducts } from './list-products.ts'
import { memberCalls } from './member-calls.ts'
import { memberMarksCalls } from './member-marks.ts'
import { productAdminCalls } from './product-admin-calls.ts'
import { type ProductPages, productPages } from './product-pages.ts'
import { productReadCalls } from './product-read-calls.ts'
import { type ProductSearch, productSearch } from './product-search.ts'
import { type ProductShelf, productShelf } from './product-shelf.ts'
import { productStockLive } from './product-stock-live.ts'
import { restockCalls, restockJob } from './restock-notices.ts'
import { type ShelfStock, shelfStock } from './shelf-stock.ts'
import { type ShopCurrencies, shopCurrencies } from './shop-currencies.ts'
import { skuAdminCalls } from './sku-admin-calls.ts'
import { unusedImagesJob } from './unused-images.ts'

export type CatalogDatabase = Database<typeof import('./catalog-store.ts')>

export type CatalogDeps = {
  readonly database: CatalogDatabase
  readonly stock: Pick<Calls<typeof stockApi>, 'readSkus' | 'putSkus' | 'adjustSku'>
  readonly notifications: Pick<Calls<typeof notificationsApi>, 'sendRestockNotices'>
  readonly live: Live
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}

/** What the calls of the catalogue share. */
export type CatalogParts = CatalogDeps & {
  readonly shelf: ProductShelf
  readonly shelfStock: ShelfStock
  readonly search: ProductSearch
  readonly currencies: ShopCurrencies
  readonly pages: ProductPages
  /** Has every process read a product again; null means all of them. */
  readonly tellChange: (productId: string | null) => void
}

const CHANGED = 'product-changed'

/** Categories and products, what stock has of them, and what members like and wish. */
export function catalogService(deps: CatalogDeps): Service<typeof catalogApi> {
  const { database, live, clock } = deps
  const shelf = productShelf({ database, nowMs: () => clock.nowMs() })
  const search = productSearch(deps)
  const currencies = shopCurrencies(deps)
  live.subscribe(CHANGED, message => {
    const { productId } = message as { readonly productId: string | null }
    shelf.renew(productId)
    search.renew(productId)
    currencies.forget()
    pages.forget()
  })
  const stockOfShelf = shelfStock(deps, shelf)
  const reading = { ...deps, shelf, shelfStock: stockOfShelf, search, currencies }
  const pages = productPages({
    nowMs: () => clock.nowMs(),
    live,
    shelfStock: stockOfShelf,
    list: input => listProducts(reading, input),
  })
  const parts: CatalogParts = {
    ...reading,
    pages,
    tellChange: productId => live.publish(CHANGED, { productId }),
  }
  return {
    name: 'catalog',
    api: catalogApi,
    calls: {
      ...categoryCalls(parts),
      ...productReadCalls(parts),
      ...productAdminCalls(parts),
      ...skuAdminCalls(parts),
      ...memberCalls(parts),
      ...imageCalls(parts),
      ...restockCalls(parts),
      ...memberMarksCalls(parts),
      ...productStockLive(parts),
    },
    streams: catalogStreams,
    jobs: [search.job, restockJob(parts), unusedImagesJob(deps)],
  }
}
