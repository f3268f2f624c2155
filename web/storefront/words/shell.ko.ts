import type { Phrases } from '#web/kit/phrase.ts'

export const words = {
  skipToContent: '본문으로 건너뛰기',
  search: '상품 찾기',
  cart: '장바구니',
  account: '내 계정',
  logIn: '로그인',
  rehearsal: '연습 중인 가게예요. 수량도 결제도 메일도 진짜가 아니에요.',
  offline: '인터넷 연결이 끊겼어요. 돌아오면 이어서 할게요.',
  promise: '먼저 온 순서대로, 정확하게. 그리고 나중에 증명할 수 있게.',
  lostTitle: '여기에는 아무것도 없어요',
  lostText: '주소가 바뀌었거나, 상품이 내려갔을 수 있어요.',
  toHome: '처음으로',
  brokenTitle: '화면을 그리지 못했어요',
  brokenText: '저희 쪽 문제예요. 주문이나 잡아 둔 수량은 그대로 있어요.',
  tryAgain: '다시 열기',
  troubleTitle: '지금은 보여 드릴 수 없어요',
} as const satisfies Phrases
