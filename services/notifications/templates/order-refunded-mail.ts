import { formatInstant, formatMoney } from './mail-format.ts'
import { orderMailTemplate } from './order-mail-template.ts'

const words = {
  ko: {
    subject: '환불이 끝났어요',
    opening: '결제하신 금액을 돌려드렸어요.',
    amount: '환불 금액',
    refundedAt: '환불 시각(서울)',
    link: '주문 보기',
    next: '카드사나 은행에 따라 며칠 뒤에 보일 수 있어요.',
  },
  en: {
    subject: 'You were refunded',
    opening: 'We have given back what you paid.',
    amount: 'Refunded',
    refundedAt: 'Refunded at (Seoul)',
    link: 'See the order',
    next: 'Your bank may take some days to show it.',
  },
}

/** Says how much money went back. */
export const orderRefundedMail = orderMailTemplate<'order_refunded', typeof words.en>(
  words,
  (letter, words, language) => [
    [words.amount, formatMoney(letter.amount, language)],
    [words.refundedAt, formatInstant(letter.refundedAtMs, language)],
  ],
)
