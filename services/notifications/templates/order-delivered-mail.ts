import { formatInstant } from './mail-format.ts'
import { orderMailTemplate, titleRows } from './order-mail-template.ts'

const words = {
  ko: {
    subject: '주문하신 상품이 도착했어요',
    opening: '주문하신 상품이 도착했어요. 마음에 드시면 좋겠어요.',
    deliveredAt: '도착 시각(서울)',
    link: '주문 보기',
    next: '마음에 들지 않으시면 하루 안에 주문 페이지에서 반품을 신청해 주세요.',
  },
  en: {
    subject: 'Your order has arrived',
    opening: 'What you ordered has arrived. We hope you like it.',
    deliveredAt: 'Arrived at (Seoul)',
    link: 'See the order',
    next: 'If you do not, ask for a return on the order’s page within a day.',
  },
}

/** Says that the order is there, and how long it may be given back. */
export const orderDeliveredMail = orderMailTemplate<'order_delivered', typeof words.en>(
  words,
  (letter, words, language) => [
    ...titleRows(letter.titles),
    [words.deliveredAt, formatInstant(letter.deliveredAtMs, language)],
  ],
)
