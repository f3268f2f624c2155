import { words } from '#web/kit/use-words.ts'

/** Products, their pictures and their stock, and categories. */
export const consoleGoodsWords = words({
  ko: () => import('./console-goods.ko.ts'),
  en: () => import('./console-goods.en.ts'),
})
