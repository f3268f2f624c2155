import { formatInstant } from './mail-format.ts'
import { orderMailTemplate } from './order-mail-template.ts'

const words = {
  ko: {
    subject: '기다리시던 상품의 차례가 왔어요',
    opening: '대기하시던 상품을 지금 살 수 있어요. 아래 시각까지 회원님 몫으로 남겨 둘게요.',
    quantity: '수량',
    until: '결제 마감(서울)',
    link: '결제하기',
    next: '시간이 지나면 다음 분께 넘어가요. 필요하지 않으시면 주문 페이지에서 ‘주문 취소하기’를 눌러 주세요.',
  },
  en: {
    subject: 'It is your turn',
    opening: 'What you waited for is here, and held for you until the time below.',
    quantity: 'Quantity',
    until: 'Pay before (Seoul)',
    link: 'Pay now',
    next: 'After that it goes to the next in line. If you no longer want it, press ‘Cancel the order’ on its page.',
  },
}

/** Says that a unit came back and is held for who waited. */
export const waitlistOfferMail = orderMailTemplate<'waitlist_offer', typeof words.en>(
  words,
  (letter, words, language) => [
    ['', letter.title],
    [words.quantity, String(letter.quantity)],
    [words.until, formatInstant(letter.expiresAtMs, language)],
  ],
)
