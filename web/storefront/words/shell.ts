import { words } from '#web/kit/use-words.ts'

/** What stands around every page of the shop, and where one is lost. */
export const shellWords = words({
  ko: () => import('./shell.ko.ts'),
  en: () => import('./shell.en.ts'),
})
