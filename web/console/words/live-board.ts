import { words } from '#web/kit/use-words.ts'

/** The board of a drop that runs. */
export const consoleBoardWords = words({
  ko: () => import('./live-board.ko.ts'),
  en: () => import('./live-board.en.ts'),
})
