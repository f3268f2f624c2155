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
      readonly kind: 'password_reset'
      readonly name: string
      readonly token: string
      /** Somebody asked for it, or the address had sign-ups of several people. */
      readonly cause: 'asked' | 'contested'
    }
  | { readonly kind: 'password_changed'; readonly name: string }
  | { readonly kind: 'session_reused'; readonly name: string }
  | {
      readonly kind: 'restock'
      readonly name: string
      readonly productId: string
      /** Mails from before told of the product alone. */
      readonly skuId?: string
      readonly title: string
    }
  | {
      readonly kind: 'drop_reminder'
      readonly name: string
      readonly dropId: string
      readonly title: string
      readonly opensAtMs: number
    }
  | {
      readonly kind: 'waitlist_offer'
      readonly name: string
      readonly orderId: string
      readonly title: string
      readonly quantity: number
      readonly expiresAtMs: number
    }
  | {
      readonly kind: 'order_paid'
      readonly name: string
      readonly orderId: string
      readonly titles: readonly string[]
      readonly total: Money
      readonly paidAtMs: number
    }
  | (OrderNews & { readonly name: string })

/** What is told of an order besides that it is paid. */
export type OrderNews =
  | {
      readonly kind: 'order_shipped'
      readonly orderId: string
      readonly titles: readonly string[]
      readonly carrier: string
      readonly trackingNumber: string
      readonly shippedAtMs: number
    }
  | {
      readonly kind: 'order_delivered'
      readonly orderId: string
      readonly titles: readonly string[]
      readonly deliveredAtMs: number
    }
  | {
      readonly kind: 'payment_declined'
      readonly orderId: string
      readonly amount: Money
      readonly declinedAtMs: number
    }
  | {
      readonly kind: 'order_refunded'
      readonly orderId: string
      readonly amount: Money
      /** All that was given back so far, and all that was paid; news from before had neither. */
      readonly refundedTotal?: Money
      readonly captured?: Money
      readonly refundedAtMs: number
    }

export type Language = 'ko' | 'en'

/** Anything but Korean is written in English. */
export function languageOf(locale: string): Language {
  return locale === 'ko' ? 'ko' : 'en'
}
