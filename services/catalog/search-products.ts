import { currencyOrder } from './currency-order.ts'
import {
  isByPrice,
  type ProductFilter,
  type ProductKey,
  type ProductSort,
} from './product-list-store.ts'
import {
  type Matches,
  type SearchedProduct,
  type SearchIndex,
  TOLERANCES,
  type Tolerance,
} from './search-index.ts'

/** By default a search lists what fits best, and of that the newest, first. */
export type SearchSort = ProductSort | 'fitting'

type SearchPage = {
  readonly query: string
  /** What the first page found by; the others go on so. Null on the first. */
  readonly tolerance: Tolerance | null
  readonly filter: ProductFilter
  /** The category of the filter with those below it. */
  readonly categoryIds: readonly string[] | null
  readonly sort: SearchSort
  /** The currency whose prices come first. */
  readonly own: string | null
  readonly behind: ProductKey | null
  readonly limit: number
}

type Found = ProductKey & { readonly productId: string }

/** One page of what is found. Mistakes are forgiven only where nothing is without them. */
export function searchProducts(
  index: SearchIndex,
  page: SearchPage,
): { readonly tolerance: Tolerance; readonly rows: readonly Found[] } {
  const tolerances = page.tolerance === null ? TOLERANCES : [page.tolerance]
  let found: { tolerance: Tolerance; rows: readonly Found[] } = { tolerance: 0, rows: [] }
  for (const tolerance of tolerances) {
    const matches = index.find(page.query, tolerance)
    found = { tolerance, rows: pageAmong(matches, page) }
    if (matches.count > 0) break
  }
  return found
}

type Order = {
  readonly value: (product: SearchedProduct, rank: number) => number
  readonly direction: 1 | -1
  readonly byNumber: 1 | -1
}

const orders: Readonly<Record<SearchSort, Order>> = {
  fitting: { value: (_, rank) => rank, direction: 1, byNumber: -1 },
  newest: { value: ({ productNumber }) => productNumber, direction: -1, byNumber: -1 },
  price: { value: ({ priceMinor }) => priceMinor, direction: 1, byNumber: 1 },
  '-price': { value: ({ priceMinor }) => priceMinor, direction: -1, byNumber: -1 },
  likes: { value: ({ likeCount }) => likeCount, direction: -1, byNumber: -1 },
}

function pageAmong(matches: Matches, page: SearchPage): readonly Found[] {
  const { sort, own, behind, limit, filter, categoryIds } = page
  const { value, direction, byNumber } = orders[sort]
  const byCurrency = isByPrice(sort) ? currencyOrder(own ?? '') : () => 0
  const compare = (a: ProductKey, b: ProductKey) =>
    byCurrency(a.currency ?? '', b.currency ?? '') ||
    (a.value - b.value) * direction ||
    (a.productNumber - b.productNumber) * byNumber
  const categories = categoryIds === null ? null : new Set(categoryIds)
  const first: Found[] = []
  for (let at = 0; at < matches.count; at++) {
    const product = matches.product(at)
    if (!passes(product, filter, categories)) continue
    const { productNumber, productId, currency } = product
    const row = { value: value(product, matches.rank(at)), productNumber, productId, currency }
    if (behind !== null && compare(row, behind) <= 0) continue
    const last = first.at(-1)
    if (first.length === limit && last !== undefined && compare(row, last) >= 0) {
      // They come as they fit, so that no later one is before the last.
      if (sort === 'fitting') break
      continue
    }
    const place = first.findLastIndex(other => compare(other, row) <= 0) + 1
    first.splice(place, 0, row)
    if (first.length > limit) first.pop()
  }
  return first
}

function passes(
  product: SearchedProduct,
  { kind, currency, minPriceMinor = 0, maxPriceMinor = Number.POSITIVE_INFINITY }: ProductFilter,
  categories: ReadonlySet<string> | null,
): boolean {
  return (
    (kind === undefined || product.kind === kind) &&
    (currency === undefined || product.currency === currency) &&
    product.priceMinor >= minPriceMinor &&
    product.priceMinor <= maxPriceMinor &&
    (categories === null || (product.categoryId !== null && categories.has(product.categoryId)))
  )
}
