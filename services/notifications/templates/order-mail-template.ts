import { orderNumberOf } from '#contracts/order-id.ts'
import type { Block } from './compose-mail.ts'
import type { Language, Letter } from './letter.ts'
import { type MailTemplate, mailTemplate } from './mail-template.ts'

type OrderLetter = Extract<Letter, { readonly orderId: string }>

type Rows = Extract<Block, { kind: 'table' }>['rows']

type OrderWords = {
  readonly subject: string
  readonly opening: string
  readonly link: string
  readonly next: string
}

/**
 * What every mail about an order is: what happened, the facts as a table, the way to the order's
 * page, and what may come next.
 */
export function orderMailTemplate<Kind extends OrderLetter['kind'], Words extends OrderWords>(
  wordsIn: Readonly<Record<Language, Words>>,
  rowsOf: (letter: Extract<Letter, { kind: Kind }>, words: Words, language: Language) => Rows,
): MailTemplate<Kind> {
  return mailTemplate<Kind, Words>(wordsIn, ({ letter, words, language, publicUrl }) => [
    { kind: 'paragraph', text: words.opening },
    {
      kind: 'table',
      rows: [
        ...rowsOf(letter, words, language),
        [orderNumber[language], orderNumberOf(orderIdOf(letter))],
      ],
    },
    { kind: 'link', label: words.link, url: `${publicUrl}/orders/${orderIdOf(letter)}` },
    { kind: 'note', text: words.next },
  ])
}

const orderNumber = { ko: '주문번호', en: 'Order number' } as const

const orderIdOf = ({ orderId }: Pick<OrderLetter, 'orderId'>): string => orderId

/** What was ordered, a line each. */
export const titleRows = (titles: readonly string[]): Rows => titles.map(title => ['', title])
