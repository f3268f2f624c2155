import { words } from '#web/kit/use-words.ts'

/** Orders: the list, one of them, its payments and what comes back. */
export const consoleOrderWords = words({
  ko: () => import('./console-orders.ko.ts'),
  en: () => import('./console-orders.en.ts'),
})
