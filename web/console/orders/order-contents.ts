import type { Order } from '#contracts/orders.ts'
import { optionsText } from '#web/console/options-text.ts'

type NamedLine = Pick<Order['lines'][number], 'title' | 'options' | 'quantity'>

/** `Moon Jar (white) × 2, Cup`: what is in an order. */
export const contentsOf = ({ lines }: { readonly lines: readonly NamedLine[] }): string =>
  lines
    .map(({ title, options, quantity }) => {
      const which = optionsText(options)
      return `${title}${which === '' ? '' : ` (${which})`}${quantity === 1 ? '' : ` × ${quantity}`}`
    })
    .join(', ')
