import type { Letter } from './letter.ts'
import { formatInstant, formatMoney } from './mail-format.ts'
import type { MailTemplate } from './mail-template.ts'
import { orderMailTemplate } from './order-mail-template.ts'

const facts = {
  ko: {
    amount: '환불 금액',
    soFar: '지금까지 환불한 금액',
    paid: '결제하신 금액',
    refundedAt: '환불 시각(서울)',
    link: '주문 보기',
    next: '카드사나 은행에 따라 며칠 뒤에 보일 수 있어요.',
  },
  en: {
    amount: 'Refunded',
    soFar: 'Refunded so far',
    paid: 'You had paid',
    refundedAt: 'Refunded at (Seoul)',
    link: 'See the order',
    next: 'Your bank may take some days to show it.',
  },
}

const whole = {
  ko: { ...facts.ko, subject: '환불이 끝났어요', opening: '결제하신 금액을 돌려드렸어요.' },
  en: { ...facts.en, subject: 'You were refunded', opening: 'We have given back what you paid.' },
}

const part = {
  ko: {
    ...facts.ko,
    subject: '일부 금액을 환불했어요',
    opening: '결제하신 금액 가운데 일부를 돌려드렸어요.',
  },
  en: {
    ...facts.en,
    subject: 'You were refunded in part',
    opening: 'We have given back a part of what you paid.',
  },
}

const rest = {
  ko: {
    ...whole.ko,
    opening: '남은 금액을 돌려드렸어요. 이제 결제하신 금액을 모두 돌려받으셨어요.',
  },
  en: {
    ...whole.en,
    opening: 'We have given back the rest. Now all that you paid is back.',
  },
}

type Refunded = Extract<Letter, { kind: 'order_refunded' }>

/** Says how much money went back, and whether that is all of it. */
export const orderRefundedMail: MailTemplate<'order_refunded'> = (letter, language, publicUrl) =>
  mailIn[howMuch(letter)](letter, language, publicUrl)

/** News from before the payment's own amount was told is taken for the whole. */
function howMuch({ amount, refundedTotal, captured }: Refunded): 'whole' | 'part' | 'rest' {
  if (captured === undefined || amount.amountMinor === captured.amountMinor) return 'whole'
  return refundedTotal?.amountMinor === captured.amountMinor ? 'rest' : 'part'
}

const template = (words: typeof whole) =>
  orderMailTemplate<'order_refunded', typeof facts.en & { subject: string; opening: string }>(
    words,
    ({ amount, refundedTotal = amount, captured = amount, refundedAtMs }, words, language) => {
      const row = (name: string, told: typeof amount) =>
        [name, formatMoney(told, language)] as const
      return [
        row(words.amount, amount),
        ...(refundedTotal.amountMinor === amount.amountMinor
          ? []
          : [row(words.soFar, refundedTotal)]),
        ...(captured.amountMinor === amount.amountMinor ? [] : [row(words.paid, captured)]),
        [words.refundedAt, formatInstant(refundedAtMs, language)],
      ]
    },
  )

const mailIn = { whole: template(whole), part: template(part), rest: template(rest) } as const
