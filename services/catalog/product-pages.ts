import { isRefusal, type Refusal } from '#contracts/problems.ts'
import type { ListInput, listProducts, ProductPage } from './list-products.ts'
import { textOf } from './product-shelf.ts'
import type { ShelfStock } from './shelf-stock.ts'

/** Pages of lists, as visitors read them: JSON texts. */
export type ProductPages = {
  read(input: ListInput): Promise<string | Refusal<'invalid_request'>>
  /** Has every page made anew: a product has changed. */
  forget(): void
}

type Deps = {
  readonly nowMs: () => number
  readonly shelfStock: Pick<ShelfStock, 'isFresh' | 'freshen'>
  /** Makes a page anew. */
  readonly list: (input: ListInput) => ReturnType<typeof listProducts>
}

type KeptPage = { readonly madeAtMs: number; readonly page: ReturnType<typeof listProducts> }

const KEPT_PAGES = 2_000
/** News may be lost between processes, and what is in stock has none: then a page is so old. */
const PAGE_KEPT_MS = 500

/**
 * Keeps which products stand on the pages that are asked for, for a moment; what is told of each of
 * them is as fresh as the product itself. So many who read one page at once are read it once.
 */
export function productPages({ nowMs, shelfStock, list }: Deps): ProductPages {
  const pages = new Map<string, KeptPage>()

  function pageOf(input: ListInput): ReturnType<typeof listProducts> {
    const key = keyOf(input)
    const kept = pages.get(key)
    if (kept !== undefined && nowMs() < kept.madeAtMs + PAGE_KEPT_MS) return kept.page
    const made = { madeAtMs: nowMs(), page: list(input) }
    pages.delete(key)
    pages.set(key, made)
    const [oldest] = pages.keys()
    if (pages.size > KEPT_PAGES && oldest !== undefined) pages.delete(oldest)
    // What failed is asked for again by whoever comes next.
    made.page.catch(() => {
      if (pages.get(key) === made) pages.delete(key)
    })
    return made.page
  }

  return {
    async read(input) {
      const page = await pageOf(input)
      if (isRefusal(page)) return page
      if (!page.products.every(shelfStock.isFresh)) await shelfStock.freshen(page.products)
      return textOfPage(page)
    },
    forget: () => pages.clear(),
  }
}

function textOfPage({ products, nextCursor }: ProductPage): string {
  const items = products.map(textOf).join()
  return `{"items":[${items}],"nextCursor":${JSON.stringify(nextCursor)}}`
}

const keyOf = (input: ListInput): string =>
  JSON.stringify([
    ...[input.q, input.category, input.kind, input.minPrice, input.maxPrice],
    ...[input.inStock, input.sort, input.cursor, input.limit],
  ])
