import type { CatalogTransaction } from './catalog-tables.ts'
import type { StoredProduct } from './product-store.ts'

/** The products of these ids, in no order; unknown ones are left out. */
export async function readProducts(
  trx: CatalogTransaction,
  { productIds }: { readonly productIds: readonly string[] },
): Promise<StoredProduct[]> {
  if (productIds.length === 0) return []
  const rows = await selectProducts(trx, productIds)
  const skus = await selectSkus(
    trx,
    rows.map(row => row.productNumber),
  )
  const skusOf = Map.groupBy(skus, sku => sku.productNumber)
  return rows.map(row => ({
    productId: row.productId,
    title: row.title,
    description: row.description,
    category:
      row.categoryId === null
        ? null
        : { categoryId: row.categoryId, name: row.categoryName ?? '', parentId: row.parentId },
    images: JSON.parse(row.images),
    kind: row.kind,
    price: { amountMinor: row.priceMinor, currency: row.currency },
    skus: (skusOf.get(row.productNumber) ?? []).map(({ skuId, options }) => ({
      skuId,
      options: JSON.parse(options),
    })),
    likeCount: row.likeCount,
  }))
}

/** Which products have these SKUs, at most 500 of them. */
export async function findProductsOfSkus(
  { query }: CatalogTransaction,
  { skuIds }: { readonly skuIds: readonly string[] },
): Promise<string[]> {
  if (skuIds.length === 0) return []
  const rows = await query
    .selectFrom('product_sku as s')
    .innerJoin('product as p', 'p.product_number', 's.product_number')
    .select('p.product_id as productId')
    .distinct()
    .where('s.sku_id', 'in', skuIds)
    .where('p.is_gone', '=', 0)
    .limit(500)
    .execute()
  return rows.map(row => row.productId)
}

function selectProducts({ query }: CatalogTransaction, productIds: readonly string[]) {
  return query
    .selectFrom('product as p')
    .leftJoin('category as c', 'c.category_id', 'p.category_id')
    .select([
      'p.product_number as productNumber',
      'p.product_id as productId',
      'p.title',
      'p.description',
      'p.category_id as categoryId',
      'c.name as categoryName',
      'c.parent_id as parentId',
      'p.images',
      'p.kind',
      'p.price_minor as priceMinor',
      'p.currency',
      'p.like_count as likeCount',
    ])
    .where('p.product_id', 'in', productIds)
    .where('p.is_gone', '=', 0)
    .limit(productIds.length)
    .execute()
}

async function selectSkus({ query }: CatalogTransaction, productNumbers: readonly number[]) {
  if (productNumbers.length === 0) return []
  return query
    .selectFrom('product_sku')
    .select(['product_number as productNumber', 'sku_id as skuId', 'options'])
    .where('product_number', 'in', productNumbers)
    .orderBy('product_number')
    .orderBy('sku_number')
    .limit(200 * productNumbers.length)
    .execute()
}
