import { words } from '#web/kit/use-words.ts'

/** Orders: their lines, states, deliveries and returns. */
export const orderWords = words({
  ko: () => import('./order-words.ko.ts'),
  en: () => import('./order-words.en.ts'),
})
