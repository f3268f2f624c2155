import { words } from '#web/kit/use-words.ts'

/** The start, and the catalogue. */
export const browseWords = words({
  ko: () => import('./browse.ko.ts'),
  en: () => import('./browse.en.ts'),
})
