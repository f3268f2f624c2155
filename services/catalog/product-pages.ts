import type { JsonText } from '#contracts/operation.ts'
import { isRefusal, type Refusal } from '#contracts/problems.ts'
import type { Live } from '#platform/live/live.ts'
import type { ListInput, listProducts, ProductPage } from './list-products.ts'
import { type ShelvedProduct, textOf } from './product-shelf.ts'
import type { ShelfStock } from './shelf-stock.ts'

/** Pages of lists, as visitors read them. */
export type ProductPages = {
  read(input: ListInput): Promise<JsonText | Refusal<'invalid_request'>>
  /** Has every page made anew: a product has changed. */
  forget(): void
}

type Deps = {
  readonly nowMs: () => number
  readonly live: Pick<Live, 'tellsAll'>
  readonly shelfStock: Pick<ShelfStock, 'isFresh' | 'freshen'>
  /** Makes a page anew. */
  readonly list: (input: ListInput) => ReturnType<typeof listProducts>
}

type KeptPage = {
  readonly oldAtMs: number
  readonly page: ReturnType<typeof listProducts>
  /** The page as it was told last, and by which texts of its products. */
  told: { readonly by: readonly string[]; readonly bytes: Buffer } | null
}

const KEPT_PAGES = 2_000
/** News may be lost between processes, and what is in stock has none: then a page is so old. */
const PAGE_KEPT_MS = 500
/** Where all news comes it is looked at again all the same. */
const TOLD_PAGE_KEPT_MS = 5_000

/**
 * Keeps which products stand on the pages that are asked for, for a moment; what is told of each of
 * them is as fresh as the product itself. So many who read one page at once are read it once.
 */
export function productPages({ nowMs, live, shelfStock, list }: Deps): ProductPages {
  const pages = new Map<string, KeptPage>()

  function pageOf(input: ListInput): KeptPage {
    const key = keyOf(input)
    const kept = pages.get(key)
    if (kept !== undefined && nowMs() < kept.oldAtMs) return kept
    const isTold = live.tellsAll && input.inStock === undefined
    const oldAtMs = nowMs() + (isTold ? TOLD_PAGE_KEPT_MS : PAGE_KEPT_MS)
    const made: KeptPage = { oldAtMs, page: list(input), told: null }
    pages.delete(key)
    pages.set(key, made)
    const [oldest] = pages.keys()
    if (pages.size > KEPT_PAGES && oldest !== undefined) pages.delete(oldest)
    // What failed is asked for again by whoever comes next.
    made.page.catch(() => {
      if (pages.get(key) === made) pages.delete(key)
    })
    return made
  }

  return {
    async read(input) {
      const kept = pageOf(input)
      const page = await kept.page
      if (isRefusal(page)) return page
      if (!page.products.every(shelfStock.isFresh)) await shelfStock.freshen(page.products)
      return told(kept, page)
    },
    forget: () => pages.clear(),
  }
}

/** Writing it down is most of what a page costs, so what was told already is told again. */
function told(kept: KeptPage, { products, nextCursor }: ProductPage): Buffer {
  if (kept.told !== null && isAsTold(products, kept.told.by)) return kept.told.bytes
  const by = products.map(textOf)
  const text = `{"items":[${by.join()}],"nextCursor":${JSON.stringify(nextCursor)}}`
  kept.told = { by, bytes: Buffer.from(text) }
  return kept.told.bytes
}

const isAsTold = (products: readonly ShelvedProduct[], by: readonly string[]): boolean =>
  products.every((product, at) => product.text === by[at])

const keyOf = (input: ListInput): string =>
  JSON.stringify([
    ...[input.q, input.category, input.kind, input.minPrice, input.maxPrice],
    ...[input.currency, input.inStock, input.sort, input.cursor, input.limit],
  ])
