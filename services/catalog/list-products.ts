import type { Product } from '#contracts/catalog.ts'
import type { Refusal } from '#contracts/problems.ts'
import { cursorOf, cursorRefused, pageOf, readCursor } from '#platform/cursor.ts'
import type { CatalogParts } from './catalog-service.ts'
import { foldTitle } from './fold-title.ts'
import {
  firstKey,
  type ListedProduct,
  type ProductFilter,
  type ProductKey,
  type ProductPage,
  type ProductSort,
} from './product-list-store.ts'
import { viewOf } from './product-shelf.ts'
import { isInStock } from './product-view.ts'

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

type Page = { items: Product[]; nextCursor: string | null }
type Examined = { readonly listed: ListedProduct; readonly product: Product }

/** Only stock knows what is free, so with `inStock` more rows are looked at than are shown. */
const LOOK_AT = 100
/** Bounds the work of one request; the page may then be short, and its cursor goes on from there. */
const LOOKS = 20

export async function listProducts(
  parts: CatalogParts,
  { inStock, sort = 'newest', cursor, limit = 20, ...wanted }: ListInput,
): Promise<Page | Refusal<'invalid_request'>> {
  const start = readCursor(cursor, key => isKeyOf(sort, key))
  if (start === 'malformed') return cursorRefused
  const needed = limit + 1
  const lookAt = inStock === undefined ? needed : Math.max(needed, LOOK_AT)
  const filter = filterOf(wanted)
  const fitting: Examined[] = []
  let behind: ProductKey = start ?? firstKey(sort)
  for (let looks = 0; looks < LOOKS; looks++) {
    const examined = await examine(parts, { filter, sort, behind, limit: lookAt })
    fitting.push(
      ...examined.filter(({ product }) => inStock === undefined || isInStock(product) === inStock),
    )
    if (fitting.length >= needed || examined.length < lookAt) {
      const { rows, nextCursor } = pageOf(fitting, limit, last => keyOf(sort, last.listed))
      return { items: rows.map(({ product }) => product), nextCursor }
    }
    behind = examined.at(-1)?.listed ?? behind
  }
  return { items: fitting.map(({ product }) => product), nextCursor: cursorOf(keyOf(sort, behind)) }
}

function filterOf({ q, category, minPrice, maxPrice, kind }: ListInput): ProductFilter {
  return {
    ...(q === undefined ? {} : { titlePart: foldTitle(q) }),
    ...(category === undefined ? {} : { categoryId: category }),
    ...(minPrice === undefined ? {} : { minPriceMinor: minPrice }),
    ...(maxPrice === undefined ? {} : { maxPriceMinor: maxPrice }),
    ...(kind === undefined ? {} : { kind }),
  }
}

/** The next rows with their products, fresh. */
async function examine(
  { database, shelf, shelfStock }: CatalogParts,
  page: ProductPage,
): Promise<Examined[]> {
  const rows = await database.read.listProducts(page)
  const products = await shelf.find(rows.map(row => row.productId))
  await shelfStock.freshen(products)
  const viewById = new Map(products.map(product => [product.stored.productId, viewOf(product)]))
  return rows.flatMap(listed => {
    const product = viewById.get(listed.productId)
    return product === undefined ? [] : [{ listed, product }]
  })
}

// With the sort in it, because a key of one order says nothing in another.
function keyOf(sort: ProductSort, { value, productNumber }: ProductKey) {
  return { sort, value, productNumber }
}

function isKeyOf(sort: ProductSort, key: unknown): key is ProductKey {
  const { sort: sorted, value, productNumber } = key as Partial<ReturnType<typeof keyOf>>
  return sorted === sort && Number.isSafeInteger(value) && Number.isSafeInteger(productNumber)
}
