import type { Phrases } from '#web/kit/phrase.ts'

export const words = {
  days: { other: '{count}일' },
  unreachable: '대답을 받지 못했어요. 연결을 확인하고 다시 눌러 주세요.',
  tryAgain: '지금은 처리하지 못했어요. 잠시 뒤 다시 눌러 주세요.',
  rateLimited: '요청이 너무 많아요. 잠시 뒤 다시 눌러 주세요.',
  loggedOut: '로그인이 끝났어요. 다시 로그인해 주세요.',
  emailUnverified: '사려면 먼저 이메일을 확인해 주세요.',
  forbidden: '이 계정으로는 할 수 없어요.',
  notFound: '찾을 수 없어요. 내려갔거나 주소가 바뀌었을 수 있어요.',
  invalid: '입력한 내용을 다시 살펴봐 주세요.',
  internal: '저희 쪽에 문제가 생겼어요. 잠시 뒤 다시 눌러 주세요.',
  other: '처리하지 못했어요. 잠시 뒤 다시 해 주세요.',
  retry: '다시 불러오기',
  seoul: '서울 {time}',
  language: '언어',
  scheme: '화면 색',
  schemeAuto: '기기 설정대로',
  schemeLight: '밝게',
  schemeDark: '어둡게',
} as const satisfies Phrases
