import { words } from '#web/kit/use-words.ts'

/** The drop page in all its states. */
export const dropWords = words({
  ko: () => import('./drop.ko.ts'),
  en: () => import('./drop.en.ts'),
})
