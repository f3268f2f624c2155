import type { Kysely } from 'kysely'
import type { ProductKind } from '#contracts/catalog.ts'
import type { CatalogTables, CatalogTransaction } from './catalog-tables.ts'
import { readTree } from './category-store.ts'
import { withDescendants } from './category-tree.ts'

export type ProductSort = 'newest' | 'price' | '-price' | 'likes'

/** Where a page ends: the value that sorts, and the number where that is equal. */
export type ProductKey = {
  readonly value: number
  readonly productNumber: number
  /** Which the value is in, where it is a price. */
  readonly currency?: string
}

export const isByPrice = (sort: string): boolean => sort === 'price' || sort === '-price'

const END = Number.MAX_SAFE_INTEGER

/** The key before all products. */
export function firstKey(sort: ProductSort): ProductKey {
  return sort === 'price' ? { value: -1, productNumber: 0 } : { value: END, productNumber: END }
}

export type ProductFilter = {
  /** The category or any below it. */
  readonly categoryId?: string
  /** What is priced in it; bounds of the price are told with theirs. */
  readonly currency?: string
  readonly minPriceMinor?: number
  readonly maxPriceMinor?: number
  readonly kind?: ProductKind
}

type ProductPage = {
  readonly filter: ProductFilter
  readonly sort: ProductSort
  readonly behind: ProductKey
  readonly limit: number
}

type InCurrencies = {
  /** Where prices sort: those to list, in order, from the one on in which the last page ended. */
  readonly currencies: readonly string[]
}

type ListedProduct = ProductKey & { readonly productId: string }

/** The ids of the products that pass, in their order, from behind a key. */
export async function listProducts(
  trx: CatalogTransaction,
  { currencies, ...page }: ProductPage & InCurrencies,
): Promise<ListedProduct[]> {
  const { categoryId } = page.filter
  const categoryIds =
    categoryId === undefined ? undefined : withDescendants(await readTree(trx), categoryId)
  if (categoryIds?.length === 0) return []
  if (!isByPrice(page.sort)) return selectPage(trx.query, page, categoryIds).execute()
  const rows: ListedProduct[] = []
  for (const currency of currencies) {
    const part = {
      ...page,
      filter: { ...page.filter, currency },
      behind: currency === page.behind.currency ? page.behind : firstKey(page.sort),
      limit: page.limit - rows.length,
    }
    const found = await selectPage(trx.query, part, categoryIds).execute()
    rows.push(...found.map(row => ({ ...row, currency })))
    if (rows.length === page.limit) break
  }
  return rows
}

const sortColumns = {
  newest: { column: 'product_number', descends: true },
  price: { column: 'price_minor', descends: false },
  '-price': { column: 'price_minor', descends: true },
  likes: { column: 'like_count', descends: true },
} as const satisfies Record<ProductSort, object>

function selectPage(
  query: Kysely<CatalogTables>,
  { filter, sort, behind, limit }: ProductPage,
  categoryIds: readonly string[] | undefined,
) {
  const { column, descends } = sortColumns[sort]
  const { kind, currency, minPriceMinor, maxPriceMinor } = filter
  const beyond = descends ? '<' : '>'
  const direction = descends ? 'desc' : 'asc'
  return (
    query
      .selectFrom('product')
      .select(['product_id as productId', 'product_number as productNumber', `${column} as value`])
      .where('is_gone', '=', 0)
      // The first bound leads the index to the page, the second passes what is equal and was seen.
      .where(column, descends ? '<=' : '>=', behind.value)
      .where(row =>
        row.or([
          row(column, beyond, behind.value),
          row('product_number', beyond, behind.productNumber),
        ]),
      )
      .$if(kind !== undefined, page => page.where('kind', '=', kind ?? 'regular'))
      .$if(categoryIds !== undefined, page => page.where('category_id', 'in', categoryIds ?? []))
      .$if(currency !== undefined, page => page.where('currency', '=', currency ?? ''))
      .$if(minPriceMinor !== undefined, page => page.where('price_minor', '>=', minPriceMinor ?? 0))
      .$if(maxPriceMinor !== undefined, page => page.where('price_minor', '<=', maxPriceMinor ?? 0))
      .orderBy(column, direction)
      .orderBy('product_number', direction)
      .limit(limit)
  )
}
