import type { OwnRefundReason } from '#contracts/payments.ts'

const wordOf = {
  'The order was cancelled.': 'orderCancelled',
  'Goods were returned.': 'goodsReturned',
  'The reservation had ended before the money came.': 'moneyTooLate',
} as const satisfies Record<OwnRefundReason, string>

/** The word for why the shop itself gave money back; null where a merchant wrote the reason. */
export const wordOfOwnReason = (reason: string) =>
  Object.hasOwn(wordOf, reason) ? wordOf[reason as OwnRefundReason] : null
