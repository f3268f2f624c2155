import { words } from '#web/kit/use-words.ts'

/** What few see on the page of a drop: it comes when it is needed. */
export const dropLaterWords = words({
  ko: () => import('./drop-later.ko.ts'),
  en: () => import('./drop-later.en.ts'),
})
