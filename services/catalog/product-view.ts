import type { Product } from '#contracts/catalog.ts'
import type { SkuStock } from '#contracts/skus.ts'
import type { StoredProduct } from './product-store.ts'

type ProductDrop = NonNullable<SkuStock['drop']>

/** A product as everybody reads it. `stale` says that its units are the last known. */
export function productView(
  stored: StoredProduct,
  stockBySku: ReadonlyMap<string, SkuStock>,
  { stale }: { readonly stale: boolean },
): Product {
  const drop = dropToShow(stored.skus.flatMap(({ skuId }) => stockBySku.get(skuId)?.drop ?? []))
  return {
    productId: stored.productId,
    title: stored.title,
    description: stored.description,
    category: stored.category,
    images: [...stored.images],
    kind: stored.kind,
    price: stored.price,
    skus: stored.skus.map(({ skuId, options }) => {
      const { available = 0, drop: own = null } = stockBySku.get(skuId) ?? {}
      return { skuId, options: { ...options }, available, ...(own !== null && { drop: own }) }
    }),
    ...(drop === undefined ? {} : { drop }),
    likeCount: stored.likeCount,
    ...(stale ? { stale } : {}),
  }
}

/** Whether somebody can buy of it now: units are free, or a drop of it is open. */
export function isInStock({ skus, drop }: Product): boolean {
  return drop?.state === 'open' || skus.some(sku => sku.available > 0)
}

/** Of the drops of a product's SKUs the one that runs, else the next, else the last. */
export function dropToShow(drops: readonly ProductDrop[]): ProductDrop | undefined {
  const upcoming = drops.filter(drop => drop.state === 'upcoming')
  const ended = drops.filter(drop => drop.state === 'ended')
  const running = drops.filter(drop => drop.state !== 'upcoming' && drop.state !== 'ended')
  const open = running.filter(drop => drop.state === 'open')
  return (
    firstBy(open, drop => drop.closesAtMs) ??
    firstBy(running, drop => drop.closesAtMs) ??
    firstBy(upcoming, drop => drop.opensAtMs) ??
    firstBy(ended, drop => -drop.closesAtMs)
  )
}

function firstBy<Item>(items: readonly Item[], by: (item: Item) => number): Item | undefined {
  return items.toSorted((a, b) => by(a) - by(b))[0]
}
