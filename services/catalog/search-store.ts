import type { CatalogTransaction } from './catalog-tables.ts'
import type { SearchedProduct } from './search-index.ts'

/** Products as the search knows them, in the order of birth, behind a number. */
export function listSearched(
  { sql }: CatalogTransaction,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<SearchedProduct[]> {
  return sql.all<SearchedProduct>(
    `${COLUMNS} where product_number > ? and is_gone = 0 order by product_number limit ?`,
    after,
    limit,
  )
}

/** Some of them; unknown ones, and those that are gone, are left out. */
export async function readSearched(
  { query }: CatalogTransaction,
  { productIds }: { readonly productIds: readonly string[] },
): Promise<SearchedProduct[]> {
  if (productIds.length === 0) return []
  return query
    .selectFrom('product')
    .select([
      'product_number as productNumber',
      'product_id as productId',
      'title_folded as titleFolded',
      'category_id as categoryId',
      'kind',
      'price_minor as priceMinor',
      'currency',
      'like_count as likeCount',
    ])
    .where('product_id', 'in', productIds)
    .where('is_gone', '=', 0)
    .limit(productIds.length)
    .execute()
}

const COLUMNS = `select product_number as productNumber, product_id as productId,
  title_folded as titleFolded, category_id as categoryId, kind, price_minor as priceMinor,
  currency, like_count as likeCount from product`
