import { words } from '#web/kit/use-words.ts'

/** Words of the controls, and of what any call may be refused with. */
export const kitWords = words({
  ko: () => import('./kit.ko.ts'),
  en: () => import('./kit.en.ts'),
})
