import type { Language } from '#web/kit/phrase.ts'
import { words as enAddresses } from '#web/storefront/account/words/address-words.en.ts'
import { words as koAddresses } from '#web/storefront/account/words/address-words.ko.ts'
import { words as enEntry } from '#web/storefront/account/words/entry-words.en.ts'
import { words as koEntry } from '#web/storefront/account/words/entry-words.ko.ts'
import { words as enForm } from '#web/storefront/account/words/form-words.en.ts'
import { words as koForm } from '#web/storefront/account/words/form-words.ko.ts'
import { words as enCheckout } from '#web/storefront/checkout/words/checkout-words.en.ts'
import { words as koCheckout } from '#web/storefront/checkout/words/checkout-words.ko.ts'
import { words as enLedger } from '#web/storefront/ledger/words/ledger-words.en.ts'
import { words as koLedger } from '#web/storefront/ledger/words/ledger-words.ko.ts'
import { words as enOrder } from '#web/storefront/orders/words/order-words.en.ts'
import { words as koOrder } from '#web/storefront/orders/words/order-words.ko.ts'
import { words as enReceipt } from '#web/storefront/receipt/words/receipt-words.en.ts'
import { words as koReceipt } from '#web/storefront/receipt/words/receipt-words.ko.ts'
import { words as enDrop } from '#web/storefront/words/drop.en.ts'
import { words as koDrop } from '#web/storefront/words/drop.ko.ts'
import { words as enDropLater } from '#web/storefront/words/drop-later.en.ts'
import { words as koDropLater } from '#web/storefront/words/drop-later.ko.ts'
import { speaker } from './speaker.ts'

export const LANGUAGES = ['ko', 'en'] as const satisfies readonly Language[]

/** What stands on the pages of the shop, so that one journey is gone in each language. */
export const wordsOf = (language: Language) => ({
  addresses: speaker(language, { ko: koAddresses, en: enAddresses }),
  entry: speaker(language, { ko: koEntry, en: enEntry }),
  form: speaker(language, { ko: koForm, en: enForm }),
  checkout: speaker(language, { ko: koCheckout, en: enCheckout }),
  order: speaker(language, { ko: koOrder, en: enOrder }),
  receipt: speaker(language, { ko: koReceipt, en: enReceipt }),
  ledger: speaker(language, { ko: koLedger, en: enLedger }),
  drop: speaker(language, { ko: koDrop, en: enDrop }),
  dropLater: speaker(language, { ko: koDropLater, en: enDropLater }),
})
