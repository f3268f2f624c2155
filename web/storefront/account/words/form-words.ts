import { words } from '#web/kit/use-words.ts'

/** Names of fields about a person, and what may be wrong with them. */
export const formWords = words({
  ko: () => import('./form-words.ko.ts'),
  en: () => import('./form-words.en.ts'),
})
