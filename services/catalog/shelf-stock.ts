import assert from 'node:assert/strict'
import { isRefusal } from '#contracts/problems.ts'
import type { SkuStock } from '#contracts/skus.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { CatalogDeps } from './catalog-service.ts'
import { type ProductShelf, rowOldAtMs, type ShelvedProduct } from './product-shelf.ts'

/** Units are at most this old where news may be lost, or stock does not answer. */
const STOCK_KEPT_MS = 1_000
/** Of stock's `readSkus`. */
const SKUS_PER_CALL = 500

type Deps = Pick<CatalogDeps, 'stock' | 'live' | 'clock' | 'log'>

/** Keeps what stock knows of the shelved products fresh. */
export type ShelfStock = {
  isFresh(product: ShelvedProduct): boolean
  /** Resolves when all are as fresh as they can be: where stock fails, the last known stays. */
  freshen(products: readonly ShelvedProduct[]): Promise<void>
}

export function shelfStock({ stock, live, clock, log }: Deps, shelf: ProductShelf): ShelfStock {
  // What stock publishes after each commit that moved free units.
  live.subscribe('skus', message => {
    for (const news of message as readonly Pick<SkuStock, 'skuId' | 'available'>[]) {
      const product = shelf.getBySku(news.skuId)
      if (product !== undefined) setAvailable(product, news)
    }
  })
  // What it publishes when a drop becomes another; which of several is shown, stock tells.
  live.subscribe('drops', message => {
    const product = shelf.getBySku((message as { readonly skuId: string }).skuId)
    if (product === undefined) return
    product.askStockAtMs = 0
    product.toldMeanwhile = true
  })

  const isFresh = (product: ShelvedProduct) => clock.nowMs() < product.askStockAtMs
  const isTold = (product: ShelvedProduct) => live.tellsAll && product.isOnShelf

  async function ask(products: readonly ShelvedProduct[]): Promise<void> {
    const skuIds = products.flatMap(product => product.stored.skus.map(sku => sku.skuId))
    try {
      const calls = slices(skuIds, SKUS_PER_CALL).map(slice => readSkus(stock, slice))
      const answers = new Map((await Promise.all(calls)).flat().map(sku => [sku.skuId, sku]))
      const nowMs = clock.nowMs()
      for (const product of products) {
        const soonMs = nowMs + STOCK_KEPT_MS
        const oldAtMs = isTold(product) ? Math.max(soonMs, rowOldAtMs(product)) : soonMs
        setStock(product, answers, { nowMs, oldAtMs })
      }
    } catch (error) {
      log.warn({ err: error }, 'stock did not answer: products show the last known units')
      for (const product of products) keepLastKnown(product, clock.nowMs())
    }
  }

  return {
    isFresh,
    async freshen(products) {
      const old = products.filter(product => !isFresh(product))
      const unasked = old.filter(product => product.asking === null)
      if (unasked.length > 0) {
        for (const product of unasked) product.toldMeanwhile = false
        const asking = ask(unasked)
        for (const product of unasked) product.asking = asking
      }
      await Promise.all(old.map(product => product.asking))
    },
  }
}

async function readSkus(stock: Deps['stock'], skuIds: string[]): Promise<readonly SkuStock[]> {
  const answer = await stock.readSkus({ skuIds }, fromService)
  assert(!isRefusal(answer), 'a service is not refused the units')
  return answer.skus
}

function setStock(
  product: ShelvedProduct,
  answers: ReadonlyMap<string, SkuStock>,
  { nowMs, oldAtMs }: { readonly nowMs: number; readonly oldAtMs: number },
): void {
  const known = product.stored.skus.flatMap(({ skuId }) => answers.get(skuId) ?? [])
  product.stockBySku = new Map(known.map(sku => [sku.skuId, sku]))
  product.stale = false
  // At the instant when a drop opens or closes it is another, so it is asked again then.
  const turns = known.flatMap(({ drop }) => (drop ? [drop.opensAtMs, drop.closesAtMs] : []))
  const coming = turns.filter(turnMs => turnMs > nowMs)
  settle(product, product.toldMeanwhile ? nowMs : Math.min(oldAtMs, ...coming))
}

function keepLastKnown(product: ShelvedProduct, nowMs: number): void {
  product.stale = true
  settle(product, nowMs + STOCK_KEPT_MS)
}

function settle(product: ShelvedProduct, askStockAtMs: number): void {
  product.askStockAtMs = askStockAtMs
  product.asking = null
  forgetView(product)
}

function setAvailable(
  product: ShelvedProduct,
  { skuId, available }: Pick<SkuStock, 'skuId' | 'available'>,
): void {
  product.toldMeanwhile = true
  const known = product.stockBySku.get(skuId)
  if (known === undefined || known.available === available) return
  product.stockBySku = new Map(product.stockBySku).set(skuId, { ...known, available })
  forgetView(product)
}

function forgetView(product: ShelvedProduct): void {
  product.view = null
  product.text = null
}

function slices<Item>(items: readonly Item[], size: number): Item[][] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, at) => at * size)
  return starts.map(start => items.slice(start, start + size))
}
