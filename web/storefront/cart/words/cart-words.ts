import { words } from '#web/kit/use-words.ts'

/** What lies in the cart. */
export const cartWords = words({
  ko: () => import('./cart-words.ko.ts'),
  en: () => import('./cart-words.en.ts'),
})
