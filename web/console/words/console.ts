import { words } from '#web/kit/use-words.ts'

/** What stands around every page of the console. */
export const consoleWords = words({
  ko: () => import('./console.ko.ts'),
  en: () => import('./console.en.ts'),
})
