import type { Order } from '#contracts/orders.ts'
import { optionsText } from '#web/console/options-text.ts'

/** `Moon Jar (white) × 2, Cup`: what is in an order. */
export const contentsOf = ({ lines }: Pick<Order, 'lines'>): string =>
  lines
    .map(({ title, options, quantity }) => {
      const which = optionsText(options)
      return `${title}${which === '' ? '' : ` (${which})`}${quantity === 1 ? '' : ` × ${quantity}`}`
    })
    .join(', ')
