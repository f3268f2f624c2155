import { words } from '#web/kit/use-words.ts'

/** The operator's desk: dead letters, services, the books, rehearsals. */
export const consoleOperationWords = words({
  ko: () => import('./console-operations.ko.ts'),
  en: () => import('./console-operations.en.ts'),
})
