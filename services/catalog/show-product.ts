import assert from 'node:assert/strict'
import type { Product } from '#contracts/catalog.ts'
import { isRefusal } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { CatalogParts } from './catalog-service.ts'
import { viewOf } from './product-shelf.ts'
import type { StoredProduct } from './product-store.ts'

/** A product as everybody reads it now. */
export async function showProduct(
  { shelf, shelfStock }: Pick<CatalogParts, 'shelf' | 'shelfStock'>,
  productId: string,
): Promise<Product> {
  const products = await shelf.find([productId])
  await shelfStock.freshen(products)
  const [product] = products
  assert(product !== undefined, 'a product does not go away')
  return viewOf(product)
}

/** Whether a drop of these SKUs is planned, or runs. */
export async function isInDrop(
  { stock }: Pick<CatalogParts, 'stock'>,
  skus: StoredProduct['skus'],
): Promise<boolean> {
  const known = await stock.readSkus({ skuIds: skus.map(sku => sku.skuId) }, fromService)
  assert(!isRefusal(known), 'a service is not refused the units')
  return known.skus.some(({ drop }) => drop !== null && drop.state !== 'ended')
}
