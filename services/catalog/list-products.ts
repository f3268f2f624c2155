import type { Product } from '#contracts/catalog.ts'
import type { Refusal } from '#contracts/problems.ts'
import { cursorOf, cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import type { CatalogParts } from './catalog-service.ts'
import { withDescendants } from './category-tree.ts'
import { currencyOrder } from './currency-order.ts'
import { isKeyOf, keyOf, type ListedKey } from './listed-key.ts'
import { firstKey, isByPrice, type ProductFilter, type ProductSort } from './product-list-store.ts'
import { type ShelvedProduct, viewOf } from './product-shelf.ts'
import { isInStock } from './product-view.ts'
import type { Tolerance } from './search-index.ts'
import { type SearchSort, searchProducts } from './search-products.ts'
import { spellOut } from './spell-out.ts'

export type ListInput = {
  readonly q?: string
  readonly category?: string
  /** Bounds of the price without one are in the shop's own. */
  readonly currency?: string
  readonly minPrice?: number
  readonly maxPrice?: number
  readonly inStock?: boolean
  readonly kind?: Product['kind']
  readonly sort?: ProductSort
  readonly cursor?: string
  readonly limit?: number
}

type Parts = Pick<CatalogParts, 'database' | 'search' | 'currencies' | 'shelf' | 'shelfStock'>

/** Products as they lie on the shelf, so that what is told of them is what they are then. */
export type ProductPage = {
  readonly products: readonly ShelvedProduct[]
  readonly nextCursor: string | null
}
type Examined = { readonly listed: Listed; readonly product: ShelvedProduct }

/** Only stock knows what is free, so with `inStock` more rows are looked at than are shown. */
const LOOK_AT = 100
/** Bounds the work of one request; the page may then be short, and its cursor goes on from there. */
const LOOKS = 20

export async function listProducts(
  parts: Parts,
  { inStock, cursor, limit = 20, ...input }: ListInput,
): Promise<ProductPage | Refusal<'invalid_request'>> {
  const query = input.q === undefined || spellOut(input.q) === '' ? null : input.q
  const sort: SearchSort = input.sort ?? (query === null ? 'newest' : 'fitting')
  const start = readCursor(cursor, key => isKeyOf(sort, key))
  if (start === 'malformed') return cursorRefused
  const own = start?.own ?? (await ownCurrency(parts, sort, input))
  const filter = filterOf(input, own)
  const wanted = { query, sort, filter, own, tolerance: start?.tolerance ?? null }
  const needed = limit + 1
  const lookAt = inStock === undefined ? needed : Math.max(needed, LOOK_AT)
  const fitting: Examined[] = []
  let behind: ListedKey | null = start
  for (let looks = 0; looks < LOOKS; looks++) {
    const rows = await nextRows(parts, { ...wanted, behind, limit: lookAt })
    const examined = await examine(parts, rows)
    fitting.push(
      ...examined.filter(
        ({ product }) => inStock === undefined || isInStock(viewOf(product)) === inStock,
      ),
    )
    if (fitting.length >= needed || rows.length < lookAt) {
      const page = pageOf(fitting, limit, last => keyOf(wanted, last.listed))
      return { products: page.rows.map(({ product }) => product), nextCursor: page.nextCursor }
    }
    behind = rows.at(-1) ?? behind
  }
  const nextCursor = behind === null ? null : cursorOf(keyOf(wanted, behind))
  return { products: fitting.map(({ product }) => product), nextCursor }
}

/** The currency of the shop, where amounts are compared; null where it makes no difference. */
async function ownCurrency(
  { currencies }: Parts,
  sort: SearchSort,
  input: ListInput,
): Promise<string | null> {
  if (!isByPrice(sort) && !boundsPrice(input)) return null
  const [own] = await currencies.read()
  return own ?? ''
}

const boundsPrice = ({ minPrice, maxPrice }: ListInput): boolean =>
  minPrice !== undefined || maxPrice !== undefined

function filterOf(input: ListInput, own: string | null): ProductFilter {
  const { category, minPrice, maxPrice, kind } = input
  const currency = input.currency ?? (boundsPrice(input) ? own : null)
  return {
    ...(category === undefined ? {} : { categoryId: category }),
    ...(currency === null ? {} : { currency }),
    ...(minPrice === undefined ? {} : { minPriceMinor: minPrice }),
    ...(maxPrice === undefined ? {} : { maxPriceMinor: maxPrice }),
    ...(kind === undefined ? {} : { kind }),
  }
}

type Wanted = {
  readonly query: string | null
  readonly tolerance: Tolerance | null
  readonly filter: ProductFilter
  readonly sort: SearchSort
  /** The currency that is listed first. */
  readonly own: string | null
  readonly behind: ListedKey | null
  readonly limit: number
}

/** These rows with their products, fresh; without those that left the shop meanwhile. */
async function examine({ shelf, shelfStock }: Parts, rows: readonly Listed[]): Promise<Examined[]> {
  const products = await shelf.find(rows.map(row => row.productId))
  await shelfStock.freshen(products)
  const byId = new Map(products.map(product => [product.stored.productId, product]))
  return rows.flatMap(listed => {
    const product = byId.get(listed.productId)
    return product === undefined ? [] : [{ listed, product }]
  })
}

async function nextRows(
  { database, search, currencies }: Parts,
  { query, ...wanted }: Wanted,
): Promise<readonly Listed[]> {
  const { filter, sort, own, behind, limit } = wanted
  if (query === null) {
    const order = sort === 'fitting' ? 'newest' : sort
    const inOrder = own === null ? [] : currenciesLeft(await currencies.read(), { ...wanted, own })
    const page = { filter, sort: order, behind: behind ?? firstKey(order), limit }
    return database.read.listProducts({ ...page, currencies: inOrder })
  }
  const { categoryId } = filter
  const categoryIds =
    categoryId === undefined
      ? null
      : withDescendants(await database.read.listCategories({}), categoryId)
  const index = await search.fresh()
  const { tolerance, rows } = searchProducts(index, { ...wanted, query, categoryIds })
  return rows.map(row => ({ ...row, tolerance }))
}

function currenciesLeft(
  currencies: readonly string[],
  { own, filter, behind }: Pick<Wanted, 'filter' | 'behind'> & { readonly own: string },
): readonly string[] {
  const inOrder = currencyOrder(own)
  return currencies
    .filter(currency => filter.currency === undefined || currency === filter.currency)
    .filter(currency => inOrder(currency, behind?.currency ?? own) >= 0)
    .toSorted(inOrder)
}

type Listed = ListedKey & { readonly productId: string }
