import { words } from '#web/kit/use-words.ts'

/** A whole ledger, replayed. */
export const ledgerWords = words({
  ko: () => import('./ledger-words.ko.ts'),
  en: () => import('./ledger-words.en.ts'),
})
