import { words } from '#web/kit/use-words.ts'

/** Drops: the list, planning, changing. */
export const consoleDropWords = words({
  ko: () => import('./console-drops.ko.ts'),
  en: () => import('./console-drops.en.ts'),
})
