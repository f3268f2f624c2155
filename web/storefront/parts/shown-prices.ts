import type { Product } from '#contracts/catalog.ts'
import type { Money } from '#contracts/money.ts'

/**
 * What a product can be had for: where only drops sell it, the price of the drop that matters most,
 * until it is over. `listPrice` is the product's own, where that is another.
 */
export function shownPrices({ kind, price, drop }: Pick<Product, 'kind' | 'price' | 'drop'>): {
  readonly price: Money
  readonly listPrice: Money | null
} {
  const dropPrice = kind === 'drop' && drop?.state !== 'ended' ? drop?.price : undefined
  if (dropPrice === undefined) return { price, listPrice: null }
  const isSame =
    dropPrice.amountMinor === price.amountMinor && dropPrice.currency === price.currency
  return { price: dropPrice, listPrice: isSame ? null : price }
}
