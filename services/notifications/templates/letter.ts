import type { Money } from '#contracts/money.ts'

/** What a mail says, without its words: those come from the template of its kind and language. */
export type Letter =
  | {
      readonly kind: 'verification'
      readonly name: string
      readonly code: string
      readonly token: string
    }
  | { readonly kind: 'address_taken'; readonly name: string }
  | {
      readonly kind: 'order_paid'
      readonly name: string
      readonly orderId: string
      readonly titles: readonly string[]
      readonly total: Money
      readonly paidAtMs: number
    }

export type Language = 'ko' | 'en'

/** Anything but Korean is written in English. */
export function languageOf(locale: string): Language {
  return locale === 'ko' ? 'ko' : 'en'
}
