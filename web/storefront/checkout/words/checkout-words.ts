import { words } from '#web/kit/use-words.ts'

/** Paying for an order. */
export const checkoutWords = words({
  ko: () => import('./checkout-words.ko.ts'),
  en: () => import('./checkout-words.en.ts'),
})
