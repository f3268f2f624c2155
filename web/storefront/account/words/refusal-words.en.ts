import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './refusal-words.ko.ts'

export const words: SamePhrases<typeof ko> = {
  credentials_invalid: 'The e-mail address or the password is wrong. Please look again.',
  too_many_attempts: 'That were too many attempts. Try again in a while.',
  rate_limited: 'Too many requests at once. Try again in {wait}.',
  try_again: 'We could not do this just now. Press again in a moment.',
  unreachable:
    'No answer came. Look at your connection and press again; it will not be done twice.',
  code_invalid: 'The code is wrong or its time is over. You can have a new one sent.',
  reset_token_invalid: 'This link was used, or its time is over. Have a new one sent.',
  email_unverified: 'Verify your e-mail address before you buy.',
  not_found: 'We cannot find it. It may be gone already.',
  sold_out: 'It sold out in the meantime. Nothing is held for you.',
  units_available: 'There is one to be had now. Load the page again to take it.',
  gone: 'Something is no longer sold. Remove it from the cart, and you can order the rest.',
  drop_only: 'This is sold by drops only.',
  price_changed:
    'The total has changed: it was {was}, and is {now} now. Nothing is ordered yet. Press again to order at {now}.',
  idempotency_conflict:
    'What you pressed before was done. Press again to do it as it is written now.',
  illegal_transition: 'This cannot be done as things are now. The page shows them anew.',
  order_not_payable: 'This order can no longer be paid.',
  amountTooSmall:
    '{provider} does not take so small an amount. You were not charged, and what is held stays held.',
  notTaken:
    '{provider} does not take this payment ({reason}). You were not charged; try another way to pay.',
  order_not_cancellable: 'It has been shipped, so it cannot be cancelled. You can return it.',
  reservation_pinned:
    'A payment is under way, so it cannot be let go. Try again when it has ended.',
  reservation_expired: 'The time of the hold is over. You were not charged.',
  reservation_ended: 'The hold was let go, so it cannot be paid. You were not charged.',
  payment_in_flight: 'Another payment of this order is under way. Wait for its outcome.',
  return_window_closed: 'The time for returns is over.',
  return_exceeds_order: 'That is more than you bought. Choose the quantities again.',
  internal: 'Something broke on our side. Press again in a moment.',
  other: 'This could not be done. Try again in a while.',
  seconds: { one: '{count} second', other: '{count} seconds' },
  soon: 'a moment',
}
