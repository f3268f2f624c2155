import { words } from '#web/kit/use-words.ts'

/** Why the shop did not do something, and what one can do. */
export const refusalWords = words({
  ko: () => import('./refusal-words.ko.ts'),
  en: () => import('./refusal-words.en.ts'),
})
