import { words } from '#web/kit/use-words.ts'

/** A member's own pages. */
export const accountWords = words({
  ko: () => import('./account-words.ko.ts'),
  en: () => import('./account-words.en.ts'),
})
