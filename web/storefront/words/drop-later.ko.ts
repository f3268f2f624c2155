import type { Phrases } from '#web/kit/phrase.ts'

export const words = {
  remindMe: '10분 전에 메일로 알려 주세요',
  reminded: '여는 시각 10분 전에 메일을 보낼게요.',
  remindTooLate: '곧 열려서 메일은 보내지 않아요. 이 화면에 있으면 돼요.',
  verifyFirst: '이메일 확인하기',
  sessionOver: '로그인이 끝났어요.',
  unitKept: '{position}번은 {time}까지 그대로 잡아 둬요.',
  pinnedKept: '결제를 확인하는 동안 {position}번은 그대로 내 것이에요.',
  placeKept: '줄에서 내 자리는 그대로예요.',
  logInAgain: '다시 로그인하기',
  letGo: '놓아주기',
  letGoSure: '놓으면 다음 사람에게 가요. 돌아올 수 없어요.',
  letGoYes: '네, 놓을게요',
  letGoNo: '그대로 둘게요',
  turnDown: '이번엔 괜찮아요',
  turnDownText: '한 번 누르면 다음 사람에게 가고, 줄에서 나와요.',
} as const satisfies Phrases
