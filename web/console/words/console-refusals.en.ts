import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './console-refusals.ko.ts'

export const words: SamePhrases<typeof ko> = {
  credentials_invalid: 'The e-mail address or the password is wrong.',
  illegal_transition: 'Not possible in the present state. Reload to see it.',
  order_not_cancellable: 'It is shipped already, or not paid, so it cannot be cancelled.',
  drop_already_open: 'The drop has opened, so this can no longer be changed.',
  drop_ended: 'This drop has ended.',
  stock_insufficient: 'There are not that many units.',
  category_in_use: 'It still has products or categories in it.',
  refund_exceeds_capture: 'That is more than was captured.',
  idempotency_conflict: 'This was sent before with other values. Reload to see it.',
  body_too_large: 'The file is larger than 5 MB. Choose a smaller picture.',
  fieldsRefused: 'The shop does not take this: {fields}.',
  media_type_unsupported: 'Only pictures can be uploaded.',
}
