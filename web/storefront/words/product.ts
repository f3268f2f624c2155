import { words } from '#web/kit/use-words.ts'

/** One product. */
export const productWords = words({
  ko: () => import('./product.ko.ts'),
  en: () => import('./product.en.ts'),
})
