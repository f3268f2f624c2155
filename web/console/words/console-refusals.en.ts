import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './console-refusals.ko.ts'

export const words: SamePhrases<typeof ko> = {
  unreachable: 'The shop cannot be reached. Check the network and try again.',
  try_again: 'Not possible at this moment. Try again shortly.',
  internal: 'Something broke on our side. Try again.',
  rate_limited: 'Too many requests. Try again in a moment.',
  too_many_attempts: 'Too many attempts. Try again later.',
  credentials_invalid: 'The e-mail address or the password is wrong.',
  forbidden: 'Your role does not allow this.',
  token_missing: 'Your session is over. Log in again.',
  token_invalid: 'Your session is over. Log in again.',
  token_expired: 'Your session is over. Log in again.',
  not_found: 'There is nothing here. It may be gone already.',
  invalid_request: 'Some of these values are not right.',
  illegal_transition: 'Not possible in the present state. Reload to see it.',
  drop_already_open: 'The drop has opened, so this can no longer be changed.',
  drop_ended: 'This drop has ended.',
  stock_insufficient: 'There are not that many units.',
  category_in_use: 'It still has products or categories in it.',
  refund_exceeds_capture: 'That is more than was captured.',
  idempotency_conflict: 'This was sent before with other values. Reload to see it.',
  body_too_large: 'The file is larger than 5 MB. Choose a smaller picture.',
  media_type_unsupported: 'Only pictures can be uploaded.',
}
