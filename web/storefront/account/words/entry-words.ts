import { words } from '#web/kit/use-words.ts'

/** The ways in: logging in, signing up, verifying, a forgotten password. */
export const entryWords = words({
  ko: () => import('./entry-words.ko.ts'),
  en: () => import('./entry-words.en.ts'),
})
