import { addressTakenMail } from './address-taken-mail.ts'
import type { WrittenMail } from './compose-mail.ts'
import { dropReminderMail } from './drop-reminder-mail.ts'
import type { Language, Letter } from './letter.ts'
import { orderDeliveredMail } from './order-delivered-mail.ts'
import { orderPaidMail } from './order-paid-mail.ts'
import { orderRefundedMail } from './order-refunded-mail.ts'
import { orderShippedMail } from './order-shipped-mail.ts'
import { passwordChangedMail } from './password-changed-mail.ts'
import { passwordResetMail } from './password-reset-mail.ts'
import { paymentDeclinedMail } from './payment-declined-mail.ts'
import { restockNoticeMail } from './restock-notice-mail.ts'
import { sessionReusedMail } from './session-reused-mail.ts'
import { verificationMail } from './verification-mail.ts'
import { waitlistOfferMail } from './waitlist-offer-mail.ts'

/** A letter in words: subject, text and HTML. `publicUrl` has no slash at its end. */
export function writeMail(letter: Letter, language: Language, publicUrl: string): WrittenMail {
  switch (letter.kind) {
    case 'verification':
      return verificationMail(letter, language, publicUrl)
    case 'address_taken':
      return addressTakenMail(letter, language, publicUrl)
    case 'password_reset':
      return passwordResetMail(letter, language, publicUrl)
    case 'password_changed':
      return passwordChangedMail(letter, language, publicUrl)
    case 'session_reused':
      return sessionReusedMail(letter, language, publicUrl)
    case 'restock':
      return restockNoticeMail(letter, language, publicUrl)
    case 'waitlist_offer':
      return waitlistOfferMail(letter, language, publicUrl)
    case 'drop_reminder':
      return dropReminderMail(letter, language, publicUrl)
    case 'payment_declined':
      return paymentDeclinedMail(letter, language, publicUrl)
    case 'order_delivered':
      return orderDeliveredMail(letter, language, publicUrl)
    case 'order_shipped':
      return orderShippedMail(letter, language, publicUrl)
    case 'order_refunded':
      return orderRefundedMail(letter, language, publicUrl)
    case 'order_paid':
      return orderPaidMail(letter, language, publicUrl)
  }
}
