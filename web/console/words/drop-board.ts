import { words } from '#web/kit/use-words.ts'

/** The board of a drop that runs. */
export const dropBoardWords = words({
  ko: () => import('./drop-board.ko.ts'),
  en: () => import('./drop-board.en.ts'),
})
