import type { Phrases } from '#web/kit/phrase.ts'

export const words = {
  title: '장바구니',
  empty: '장바구니가 비어 있어요',
  emptyText: '언제든 살 수 있는 상품을 담아 두면 여기에 모여요.',
  toProducts: '상품 보러 가기',
  remove: '빼기',
  removeNamed: '{title} 빼기',
  fewLeft: { other: '지금은 {count}개만 남았어요. 수량을 줄여 주세요.' },
  soldOut: '다 나갔어요. 빼면 나머지를 주문할 수 있어요.',
  gone: '더는 주문할 수 없어요. 빼면 나머지를 주문할 수 있어요.',
  backIntoCart: '장바구니에 다시 담기',
  notBack: '{titles}: 더는 주문할 수 없어요. 나머지는 장바구니에 다시 담았어요.',
  toCart: '장바구니 보기',
  each: '하나에 {price}',
  total: '합계',
  totalNote: '지금 가격이에요. 주문하면 이 가격으로 모두 잡아 두어요.',
  order: '주문하기',
  oneCurrency:
    '주문 하나에는 한 가지 통화만 담을 수 있어요. 한쪽을 빼면 나머지를 주문할 수 있어요.',
  blocked: '주문할 수 없는 상품이 있어요. 줄이거나 빼 주세요.',
} as const satisfies Phrases
