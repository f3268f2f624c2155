import { formatInstant } from './mail-format.ts'
import { orderMailTemplate, titleRows } from './order-mail-template.ts'

const words = {
  ko: {
    subject: '주문하신 상품을 보냈어요',
    opening: '주문하신 상품이 출발했어요.',
    carrier: '택배사',
    trackingNumber: '운송장 번호',
    shippedAt: '발송 시각(서울)',
    link: '배송 보기',
    next: '도착하면 주문 페이지에서 반품을 신청할 수 있어요.',
  },
  en: {
    subject: 'Your order is on its way',
    opening: 'What you ordered has left us.',
    carrier: 'Carrier',
    trackingNumber: 'Tracking number',
    shippedAt: 'Sent at (Seoul)',
    link: 'Follow the delivery',
    next: 'Once it has arrived, the order’s page takes it back if you want.',
  },
}

/** Says who brings the order, and under which number. */
export const orderShippedMail = orderMailTemplate<'order_shipped', typeof words.en>(
  words,
  (letter, words, language) => [
    ...titleRows(letter.titles),
    [words.carrier, letter.carrier],
    [words.trackingNumber, letter.trackingNumber],
    [words.shippedAt, formatInstant(letter.shippedAtMs, language)],
  ],
)
