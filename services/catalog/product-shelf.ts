import type { Product } from '#contracts/catalog.ts'
import type { SkuStock } from '#contracts/skus.ts'
import type { CatalogDatabase } from './catalog-service.ts'
import type { StoredProduct } from './product-store.ts'
import { productView } from './product-view.ts'

/** A product at hand. What stock knows of it is kept fresh by shelf-stock.ts. */
export type ShelvedProduct = {
  readonly stored: StoredProduct
  /** When the row was read. */
  readAtMs: number
  /** The last known; empty until stock was asked. */
  stockBySku: ReadonlyMap<string, SkuStock>
  askStockAtMs: number
  /** Whether stock did not answer when it was asked last. */
  stale: boolean
  asking: Promise<void> | null
  /** Whether stock told of it while it was asked, so that its answer may be the older. */
  toldMeanwhile: boolean
  /** Whether what stock tells reaches it. */
  isOnShelf: boolean
  /** Made when it is asked for. */
  view: Product | null
  text: string | null
}

export type ProductShelf = {
  /** The product, if it is at hand. */
  get(productId: string): ShelvedProduct | undefined
  /** The product that has this SKU, if it is at hand. */
  getBySku(skuId: string): ShelvedProduct | undefined
  /** The products, in the order asked; unknown ones are left out. */
  find(productIds: readonly string[]): Promise<ShelvedProduct[]>
  /** Has the row read again when it is asked for next; null means every row. */
  renew(productId: string | null): void
}

const KEPT_PRODUCTS = 30_000
/** News of a change may be lost between processes; then the row is old at most this long. */
const ROW_KEPT_MS = 60_000

/** Keeps the products that were asked for last in memory. */
export function productShelf({
  database,
  nowMs,
  keptProducts = KEPT_PRODUCTS,
}: {
  readonly database: CatalogDatabase
  readonly nowMs: () => number
  readonly keptProducts?: number
}): ProductShelf {
  const products = new Map<string, ShelvedProduct>()
  const productIdBySku = new Map<string, string>()
  let renewals = 0

  function get(productId: string): ShelvedProduct | undefined {
    const product = products.get(productId)
    if (product === undefined || nowMs() >= rowOldAtMs(product)) return undefined
    // Put behind the others: the first of the map is the one not asked for the longest.
    products.delete(productId)
    products.set(productId, product)
    return product
  }

  async function read(productIds: readonly string[]): Promise<ShelvedProduct[]> {
    if (productIds.length === 0) return []
    const renewalsBefore = renewals
    const readAtMs = nowMs()
    const rows = await database.read.readProducts({ productIds })
    return rows.map(stored => {
      const product = shelve(stored, readAtMs, products.get(stored.productId))
      // A row that was changed while it was read may be the old one: it serves this call only.
      if (renewals === renewalsBefore) keep(product)
      return product
    })
  }

  function keep(product: ShelvedProduct): void {
    const { productId, skus } = product.stored
    const before = products.get(productId)
    if (before !== undefined) leave(before)
    products.delete(productId)
    products.set(productId, product)
    product.isOnShelf = true
    for (const { skuId } of skus) productIdBySku.set(skuId, productId)
    if (products.size > keptProducts) forgetOldest()
  }

  function forgetOldest(): void {
    const [oldest] = products.values()
    if (oldest === undefined) return
    products.delete(oldest.stored.productId)
    leave(oldest)
    for (const { skuId } of oldest.stored.skus) productIdBySku.delete(skuId)
  }

  return {
    get,
    getBySku(skuId) {
      const productId = productIdBySku.get(skuId)
      return productId === undefined ? undefined : get(productId)
    },
    async find(productIds) {
      const found = new Map(productIds.flatMap(id => entryOf(get(id))))
      const missing = productIds.filter(productId => !found.has(productId))
      for (const product of await read(missing)) found.set(product.stored.productId, product)
      return productIds.flatMap(productId => found.get(productId) ?? [])
    },
    renew(productId) {
      renewals++
      const renewed = productId === null ? products.values() : [products.get(productId)]
      for (const product of renewed) {
        if (product === undefined) continue
        product.readAtMs = 0
        product.askStockAtMs = 0
      }
    },
  }
}

/** Whoever still shows it asks stock by himself. */
function leave(product: ShelvedProduct): void {
  product.isOnShelf = false
  product.askStockAtMs = 0
}

/** When its row is read again. */
export const rowOldAtMs = ({ readAtMs }: ShelvedProduct): number => readAtMs + ROW_KEPT_MS

/** As everybody reads it. */
export function viewOf(product: ShelvedProduct): Product {
  product.view ??= productView(product.stored, product.stockBySku, { stale: product.stale })
  return product.view
}

/** The view as JSON text. */
export function textOf(product: ShelvedProduct): string {
  product.text ??= JSON.stringify(viewOf(product))
  return product.text
}

function shelve(
  stored: StoredProduct,
  readAtMs: number,
  before: ShelvedProduct | undefined,
): ShelvedProduct {
  const stockBySku = before?.stockBySku ?? new Map()
  const stale = before?.stale ?? false
  return {
    stored,
    readAtMs,
    stockBySku,
    askStockAtMs: 0,
    stale,
    asking: null,
    toldMeanwhile: false,
    isOnShelf: false,
    view: null,
    text: null,
  }
}

const entryOf = (product: ShelvedProduct | undefined): [string, ShelvedProduct][] =>
  product === undefined ? [] : [[product.stored.productId, product]]
