import { words } from '#web/kit/use-words.ts'

export const consoleShippingWords = words({
  ko: () => import('./console-shipping.ko.ts'),
  en: () => import('./console-shipping.en.ts'),
})
