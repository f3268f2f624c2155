import { money } from '#contracts/money.ts'
import type { stockService } from './stock-service.ts'

/** For tests: a catalogue in which everything is sold for won. */
export const wonCatalog: Parameters<typeof stockService>[0]['catalog'] = {
  async readSkusForSale({ skuIds }) {
    const words = { title: 'Fine "Tee"', options: {}, kind: 'drop' as const }
    const price = money(1, 'KRW')
    return { skus: skuIds.map(skuId => ({ skuId, productId: skuId, ...words, price })) }
  },
}
