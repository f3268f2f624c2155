import { formatInstant, formatMoney } from './mail-format.ts'
import { orderMailTemplate, titleRows } from './order-mail-template.ts'

const words = {
  ko: {
    subject: '주문이 확정됐어요',
    opening: '결제가 끝났어요. 이제 주문하신 상품을 준비할게요.',
    total: '결제 금액',
    paidAt: '결제 시각(서울)',
    link: '주문 보기',
    next: '배송 상황은 주문 페이지에서 볼 수 있어요.',
  },
  en: {
    subject: 'Your order is paid',
    opening: 'Your payment is complete. We are getting your order ready.',
    total: 'Paid',
    paidAt: 'Paid at (Seoul)',
    link: 'See the order',
    next: 'The order’s page shows how the delivery goes.',
  },
}

/** Says that an order is paid and the unit is theirs. */
export const orderPaidMail = orderMailTemplate<'order_paid', typeof words.en>(
  words,
  (letter, words, language) => [
    ...titleRows(letter.titles),
    [words.total, formatMoney(letter.total, language)],
    [words.paidAt, formatInstant(letter.paidAtMs, language)],
  ],
)
