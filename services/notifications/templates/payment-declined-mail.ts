import { formatInstant, formatMoney } from './mail-format.ts'
import { orderMailTemplate } from './order-mail-template.ts'

const words = {
  ko: {
    subject: '결제가 되지 않았어요',
    opening: '카드사나 은행에서 결제를 승인하지 않았어요. 청구된 금액은 없어요.',
    amount: '결제하려던 금액',
    declinedAt: '시도한 시각(서울)',
    link: '다른 방법으로 결제하기',
    next: '결제 기한이 남아 있으면 주문 페이지에서 다시 결제할 수 있어요.',
  },
  en: {
    subject: 'Your payment did not go through',
    opening: 'Your bank or card did not accept the payment. Nothing was charged.',
    amount: 'Not charged',
    declinedAt: 'Tried at (Seoul)',
    link: 'Pay another way',
    next: 'As long as the order’s time is not up, its page takes another payment.',
  },
}

/** Says that nothing was charged, and that the order can still be paid. */
export const paymentDeclinedMail = orderMailTemplate<'payment_declined', typeof words.en>(
  words,
  (letter, words, language) => [
    [words.amount, formatMoney(letter.amount, language)],
    [words.declinedAt, formatInstant(letter.declinedAtMs, language)],
  ],
)
