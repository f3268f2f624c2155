import type { Input } from '#web/kit/contract.ts'

/** What the catalogue is asked for, as its address says it. */
export type CatalogueFilter = Omit<Input<'catalog.listProducts'>, 'cursor' | 'limit'>

const sorts = ['newest', 'price', '-price', 'likes'] as const
const kinds = ['drop', 'regular'] as const

/** Reads an address; what makes no sense in it is left out. */
export function filterOf(params: URLSearchParams): CatalogueFilter {
  const q = params.get('q')?.trim().slice(0, 100)
  const category = params.get('category')
  const currency = params.get('currency')
  const kind = kinds.find(each => each === params.get('kind'))
  const sort = sorts.find(each => each === params.get('sort'))
  const [minPrice, maxPrice] = [priceOf(params.get('minPrice')), priceOf(params.get('maxPrice'))]
  return {
    ...(q && { q }),
    ...(category !== null && /^[\da-f-]{36}$/.test(category) && { category }),
    ...(kind && { kind }),
    ...(currency !== null && /^[A-Z]{3}$/.test(currency) && { currency }),
    ...(sort && sort !== 'newest' && { sort }),
    ...(params.get('inStock') === 'true' && { inStock: true }),
    ...(minPrice !== null && { minPrice }),
    ...(maxPrice !== null && { maxPrice }),
  }
}

/** The address of a filter. */
export const paramsOf = (filter: CatalogueFilter): URLSearchParams =>
  new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, String(value)]))

/** In the smallest unit of the currency, as the shop is asked; null where nobody could mean it. */
function priceOf(text: string | null): number | null {
  if (text === null || !/^\d{1,15}$/.test(text)) return null
  return Number(text)
}
