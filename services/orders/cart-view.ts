import type { Cart, CartItem } from '#contracts/cart.ts'
import { add, money, times, zero } from '#contracts/money.ts'
import type { StoredCartItem } from './cart-store.ts'
import type { SkuForSale } from './price-lines.ts'

/** What is known at present: prices, and what is free, by SKU. */
type Present = {
  readonly forSale: ReadonlyMap<string, SkuForSale>
  readonly free: ReadonlyMap<string, number>
}

/**
 * A cart at present prices. What is no longer sold this way keeps what was last seen of it, so
 * that a member knows what is missing. The totals are of what can be ordered now.
 */
export function cartView(stored: readonly StoredCartItem[], present: Present): Cart {
  const items = stored.map(item => itemView(item, present))
  const prices = items.filter(item => item.problem === undefined).map(item => item.total)
  const totals = [...Map.groupBy(prices, price => price.currency)].map(([currency, those]) =>
    those.reduce(add, zero(currency)),
  )
  return { items, total: totals[0] ?? zero(items[0]?.total.currency ?? 'KRW'), totals }
}

function itemView(item: StoredCartItem, { forSale, free }: Present): CartItem {
  const { skuId, quantity } = item
  const sku = forSale.get(skuId)
  if (sku === undefined || sku.kind === 'drop') {
    const unitPrice = money(item.unitPriceMinor, item.currency)
    const { productId, title } = item
    return {
      ...{ skuId, productId, title, options: JSON.parse(item.options), quantity, unitPrice },
      ...{ total: times(unitPrice, quantity), available: 0, problem: 'gone' },
    }
  }
  const available = free.get(skuId) ?? 0
  const { productId, title, options, price: unitPrice } = sku
  return {
    ...{ skuId, productId, title, options, quantity, unitPrice },
    ...{ total: times(unitPrice, quantity), available },
    ...(available < quantity ? { problem: 'sold_out' as const } : {}),
  }
}
