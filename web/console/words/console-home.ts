import { words } from '#web/kit/use-words.ts'

export const consoleHomeWords = words({
  ko: () => import('./console-home.ko.ts'),
  en: () => import('./console-home.en.ts'),
})
