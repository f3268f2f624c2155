import { money } from '#contracts/money.ts'
import type { stockService } from './stock-service.ts'

/** What was taken out of the catalogue. */
export const notSold = new Set<string>()

/** For tests: a catalogue in which everything else is sold for won. */
export const wonCatalog: Parameters<typeof stockService>[0]['catalog'] = {
  async readSkusForSale({ skuIds }) {
    const words = { title: 'Fine "Tee"', options: {}, kind: 'drop' as const }
    const price = money(1, 'KRW')
    const sold = skuIds.filter(skuId => !notSold.has(skuId))
    return { skus: sold.map(skuId => ({ skuId, productId: skuId, ...words, price })) }
  },
}
