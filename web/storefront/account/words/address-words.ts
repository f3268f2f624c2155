import { words } from '#web/kit/use-words.ts'

/** Addresses, and the book of them. */
export const addressWords = words({
  ko: () => import('./address-words.ko.ts'),
  en: () => import('./address-words.en.ts'),
})
