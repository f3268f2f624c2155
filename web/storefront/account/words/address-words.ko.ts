import type { Phrases } from '#web/kit/phrase.ts'

export const words = {
  title: '주소록',
  lead: '기본 주소는 새 주문에 바로 들어가요.',
  empty: '아직 주소가 없어요',
  emptyText: '미리 적어 두면 드롭에서 결제가 빨라져요.',
  add: '주소 추가하기',
  change: '고치기',
  remove: '지우기',
  removeTitle: '이 주소를 지울까요?',
  removeText: '이미 한 주문의 주소는 그대로 있어요.',
  makeDefault: '기본으로 정하기',
  isDefault: '기본 주소',
  save: '저장하기',
  cancel: '그만두기',
  saved: '저장했어요.',
  recipient: '받는 사람',
  postalCode: '우편번호',
  line1: '주소',
  line2: '상세 주소',
} as const satisfies Phrases
