import { words } from '#web/kit/use-words.ts'

/** Members, their roles, and what was done with them. */
export const consolePeopleWords = words({
  ko: () => import('./console-people.ko.ts'),
  en: () => import('./console-people.en.ts'),
})
