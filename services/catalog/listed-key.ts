import { isByPrice, type ProductKey } from './product-list-store.ts'
import { TOLERANCES, type Tolerance } from './search-index.ts'
import type { SearchSort } from './search-products.ts'

/** Where a page of a list or a search ends: what its cursor holds. */
export type ListedKey = ProductKey & {
  /** How many mistakes were forgiven on the first page, where it was a search. */
  readonly tolerance?: Tolerance | undefined
  /** The shop's own currency then, where amounts are compared. */
  readonly own?: string | undefined
}

// With the sort in it, because a key of one order says nothing in another.
export function keyOf(
  { sort, own }: { readonly sort: SearchSort; readonly own: string | null },
  { value, productNumber, currency, tolerance }: ListedKey,
) {
  const priced = own === null ? {} : { own, ...(isByPrice(sort) && { currency }) }
  return { sort, value, productNumber, tolerance, ...priced }
}

export function isKeyOf(sort: SearchSort, key: unknown): key is ListedKey {
  const told = key as Partial<ListedKey & { readonly sort: SearchSort }>
  const { value, productNumber, tolerance, own, currency } = told
  return (
    told.sort === sort &&
    Number.isSafeInteger(value) &&
    Number.isSafeInteger(productNumber) &&
    (tolerance === undefined || TOLERANCES.includes(tolerance)) &&
    (own === undefined || typeof own === 'string') &&
    (!isByPrice(sort) || (own !== undefined && typeof currency === 'string'))
  )
}
