import type { Product } from '#contracts/catalog.ts'
import { type Refusal, refuse } from '#contracts/problems.ts'
import type { CatalogParts } from './catalog-service.ts'
import { foldTitle } from './fold-title.ts'
import { cursorOf, keyOf } from './product-cursor.ts'
import type {
  ListedProduct,
  ProductFilter,
  ProductPage,
  ProductSort,
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
  const start = keyOf(sort, cursor)
  if (start === null) {
    const errors = [{ path: 'cursor', message: 'This is no cursor of this list.' }]
    return refuse('invalid_request', { errors })
  }
  // One more than asked tells whether another page follows.
  const needed = limit + 1
  const lookAt = inStock === undefined ? needed : Math.max(needed, LOOK_AT)
  const filter = filterOf(wanted)
  const fitting: Examined[] = []
  let behind = start
  for (let looks = 0; looks < LOOKS; looks++) {
    const examined = await examine(parts, { filter, sort, behind, limit: lookAt })
    fitting.push(
      ...examined.filter(({ product }) => inStock === undefined || isInStock(product) === inStock),
    )
    if (fitting.length >= needed || examined.length < lookAt) {
      return pageOf(fitting, limit, sort)
    }
    behind = examined.at(-1)?.listed ?? behind
  }
  return { items: fitting.map(({ product }) => product), nextCursor: cursorOf(sort, behind) }
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

function pageOf(fitting: readonly Examined[], limit: number, sort: ProductSort): Page {
  const shown = fitting.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(({ product }) => product),
    nextCursor: fitting.length > limit && last !== undefined ? cursorOf(sort, last.listed) : null,
  }
}
