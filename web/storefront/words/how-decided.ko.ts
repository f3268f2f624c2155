import type { Phrases } from '#web/kit/phrase.ts'

export const words = {
  first: '먼저 저장된 순서가 곧 순서예요. 서버가 받은 순서대로 번호를 드려요.',
  held: '번호를 받으면 {span} 동안 잡아 둬요. 그 안에 결제하면 내 것이 돼요.',
  onePress: '두 번 눌러도, 연결이 끊겨도, 새로고침해도 한 번만 눌린 것으로 남아요.',
  line: '다 팔린 뒤에 누르면 바로 줄에 서요. 결제하지 않은 수량은 줄 선 순서대로 가요. 새치기는 없어요.',
  ledger: '모든 결정은 공개 장부에 남고, 영수증으로 누구나 확인할 수 있어요.',
} as const satisfies Phrases
