import { composeMail, type WrittenMail } from './compose-mail.ts'
import type { Language, Letter } from './letter.ts'
import { formatInstant, formatMoney, greetingName } from './mail-format.ts'

/** Says that an order is paid and the unit is theirs. */
export function orderPaidMail(
  letter: Extract<Letter, { kind: 'order_paid' }>,
  language: Language,
  publicUrl: string,
): WrittenMail {
  const name = greetingName(letter.name)
  const words = language === 'ko' ? korean(name) : english(name)
  return composeMail(language, words.subject, [
    { kind: 'paragraph', text: words.opening },
    {
      kind: 'table',
      rows: [
        ...letter.titles.map(title => ['', title] as const),
        [words.total, formatMoney(letter.total, language)],
        [words.paidAt, formatInstant(letter.paidAtMs, language)],
      ],
    },
    { kind: 'link', label: words.link, url: `${publicUrl}/orders/${letter.orderId}` },
    { kind: 'note', text: words.next },
  ])
}

function korean(name: string | null) {
  return {
    subject: '주문이 확정됐어요',
    opening: `${name === null ? '' : `${name}님, `}결제가 끝났어요. 이제 주문하신 상품을 준비할게요.`,
    total: '결제 금액',
    paidAt: '결제 시각(서울)',
    link: '주문 보기',
    next: '배송 상황은 주문 페이지에서 볼 수 있어요.',
  }
}

function english(name: string | null) {
  return {
    subject: 'Your order is paid',
    opening: `${name === null ? 'Your' : `${name}, your`} payment is complete. We are getting your order ready.`,
    total: 'Paid',
    paidAt: 'Paid at (Seoul)',
    link: 'See the order',
    next: 'The order’s page shows how the delivery goes.',
  }
}
