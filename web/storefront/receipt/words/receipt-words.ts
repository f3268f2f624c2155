import { words } from '#web/kit/use-words.ts'

/** The receipt of a number, and why there was none. */
export const receiptWords = words({
  ko: () => import('./receipt-words.ko.ts'),
  en: () => import('./receipt-words.en.ts'),
})
