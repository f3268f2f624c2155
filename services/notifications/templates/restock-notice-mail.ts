import type { Letter } from './letter.ts'
import { mailTemplate } from './mail-template.ts'

const words = {
  ko: {
    subject: '기다리시던 상품이 다시 들어왔어요',
    opening: '재입고 알림을 신청하신 상품을 다시 살 수 있어요.',
    link: '상품 보기',
    next: '먼저 주문하시는 분께 판매되니, 다시 품절될 수 있어요. 이 알림은 한 번만 보내드려요.',
  },
  en: {
    subject: 'It is back in stock',
    opening: 'What you asked us to watch for can be had again.',
    link: 'See the product',
    next: 'It goes to whoever orders first, so it may sell out again. We write about it once.',
  },
}

/** Says that what was sold out is back. */
export const restockNoticeMail = mailTemplate<'restock', typeof words.en>(
  words,
  ({ letter, words, publicUrl }) => [
    { kind: 'paragraph', text: words.opening },
    { kind: 'table', rows: [['', letter.title]] },
    { kind: 'link', label: words.link, url: `${publicUrl}${pathOf(letter)}` },
    { kind: 'note', text: words.next },
  ],
)

/** The product's page, where what was waited for is chosen already. */
const pathOf = ({ productId, skuId }: Extract<Letter, { kind: 'restock' }>): string =>
  `/products/${productId}${skuId === undefined ? '' : `?sku=${skuId}`}`
