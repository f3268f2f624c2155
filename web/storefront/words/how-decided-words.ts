import { words } from '#web/kit/use-words.ts'

/** How a drop decides who gets a unit. */
export const howDecidedWords = words({
  ko: () => import('./how-decided.ko.ts'),
  en: () => import('./how-decided.en.ts'),
})
