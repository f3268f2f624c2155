import { words } from '#web/kit/use-words.ts'

/** Refusals of the shop as the console tells them: by their codes. */
export const consoleRefusalWords = words({
  ko: () => import('./console-refusals.ko.ts'),
  en: () => import('./console-refusals.en.ts'),
})
