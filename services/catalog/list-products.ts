import type { Product } from '#contracts/catalog.ts'
import type { Refusal } from '#contracts/problems.ts'
import { cursorOf, cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import type { CatalogParts } from './catalog-service.ts'
import { withDescendants } from './category-tree.ts'
import {
  firstKey,
  type ProductFilter,
  type ProductKey,
  type ProductSort,
} from './product-list-store.ts'
import { type ShelvedProduct, viewOf } from './product-shelf.ts'
import { isInStock } from './product-view.ts'
import { TOLERANCES, type Tolerance } from './search-index.ts'
import { type SearchSort, searchProducts } from './search-products.ts'
import { spellOut } from './spell-out.ts'

export type ListInput = {
  readonly q?: string
  readonly category?: string
  readonly minPrice?: number
  readonly maxPrice?: number
  readonly inStock?: boolean
  readonly kind?: Product['kind']
  readonly sort?: ProductSort
  readonly cursor?: string
  readonly limit?: number
}

type Parts = Pick<CatalogParts, 'database' | 'search' | 'shelf' | 'shelfStock'>

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
  const wanted = { query, sort, filter: filterOf(input), tolerance: start?.tolerance ?? null }
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
      const page = pageOf(fitting, limit, last => keyOf(sort, last.listed))
      return { products: page.rows.map(({ product }) => product), nextCursor: page.nextCursor }
    }
    behind = rows.at(-1) ?? behind
  }
  const nextCursor = behind === null ? null : cursorOf(keyOf(sort, behind))
  return { products: fitting.map(({ product }) => product), nextCursor }
}

function filterOf({ category, minPrice, maxPrice, kind }: ListInput): ProductFilter {
  return {
    ...(category === undefined ? {} : { categoryId: category }),
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
  { database, search }: Parts,
  { query, ...wanted }: Wanted,
): Promise<readonly Listed[]> {
  const { filter, sort, behind, limit } = wanted
  if (query === null) {
    const order = sort === 'fitting' ? 'newest' : sort
    const page = { filter, sort: order, behind: behind ?? firstKey(order), limit }
    return database.read.listProducts(page)
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

/** With how many mistakes were forgiven on the first page, where it was a search. */
type ListedKey = ProductKey & { readonly tolerance?: Tolerance | undefined }
type Listed = ListedKey & { readonly productId: string }

// With the sort in it, because a key of one order says nothing in another.
function keyOf(sort: SearchSort, { value, productNumber, tolerance }: ListedKey) {
  return { sort, value, productNumber, tolerance }
}

function isKeyOf(sort: SearchSort, key: unknown): key is ListedKey {
  const { sort: sorted, value, productNumber, tolerance } = key as Partial<ReturnType<typeof keyOf>>
  return (
    sorted === sort &&
    Number.isSafeInteger(value) &&
    Number.isSafeInteger(productNumber) &&
    (tolerance === undefined || TOLERANCES.includes(tolerance))
  )
}
