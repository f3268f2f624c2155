import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './cart-words.ko.ts'

export const words: SamePhrases<typeof ko> = {
  title: 'Cart',
  empty: 'Your cart is empty',
  emptyText: 'What can be had any time is gathered here when you add it.',
  toProducts: 'See the products',
  remove: 'Remove',
  removeNamed: 'Remove {title}',
  fewLeft: {
    one: 'Only {count} is left. Take fewer.',
    other: 'Only {count} are left. Take fewer.',
  },
  soldOut: 'Sold out. Remove it, and you can order the rest.',
  gone: 'It can no longer be ordered. Remove it, and you can order the rest.',
  backIntoCart: 'Put it back into the cart',
  notBack: '{titles}: can no longer be ordered. All else is back in the cart.',
  toCart: 'See the cart',
  each: '{price} each',
  total: 'Total',
  totalNote: 'At present prices. Ordering holds everything for you at these.',
  order: 'Order',
  oneCurrency: 'One order is of one currency. Remove the others, and you can order the rest.',
  blocked: 'Something cannot be ordered as it is. Take fewer, or remove it.',
}
