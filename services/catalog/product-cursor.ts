import type { ProductKey, ProductSort } from './product-list-store.ts'

const END = Number.MAX_SAFE_INTEGER

export function cursorOf(sort: ProductSort, { value, productNumber }: ProductKey): string {
  return Buffer.from(`${sort}.${value}.${productNumber}`).toString('base64url')
}

/**
 * The key that a cursor tells, or without one the key before all products. Null for what was never
 * a cursor of a list with this sort.
 */
export function keyOf(sort: ProductSort, cursor: string | undefined): ProductKey | null {
  if (cursor === undefined) {
    return sort === 'price' ? { value: -1, productNumber: 0 } : { value: END, productNumber: END }
  }
  const text = Buffer.from(cursor, 'base64url').toString()
  const [, sorted, value, productNumber] = /^([a-z-]+)\.(\d{1,15})\.(\d{1,15})$/.exec(text) ?? []
  if (sorted !== sort || value === undefined || productNumber === undefined) return null
  return { value: Number(value), productNumber: Number(productNumber) }
}
