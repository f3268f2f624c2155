import type { Phrases } from '#web/kit/phrase.ts'

export const words = {
  toShip: '보낼 주문',
  toComplete: '완료할 반품',
  deadLetters: '멈춘 이벤트',
  notUp: '문제 있는 서비스',
  atLeast: '{count} 이상',
  openDrops: '지금 열린 드롭',
  nextDrops: '다음 드롭',
  noOpen: '지금 열린 드롭이 없어요.',
  noNext: '예정된 드롭이 없어요.',
  seeAll: '{count}개 모두 보기',
  seeAllAndMore: '{count}개 이상, 모두 보기',
  plan: '드롭 계획하기',
  opensIn: '{clock} 뒤에 열려요',
  left: '{total}개 중 {left}개 남음',
  board: '현황판',
} as const satisfies Phrases
