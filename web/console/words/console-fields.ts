import { words } from '#web/kit/use-words.ts'

/** What the fields of an operation are called, by their names in the contracts. */
export const consoleFieldWords = words({
  ko: () => import('./console-fields.ko.ts'),
  en: () => import('./console-fields.en.ts'),
})
