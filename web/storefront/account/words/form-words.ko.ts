import type { Phrases } from '#web/kit/phrase.ts'

export const words = {
  email: '이메일',
  password: '비밀번호',
  newPassword: '새 비밀번호',
  currentPassword: '지금 비밀번호',
  passwordHint: '8자 이상이면 돼요. 길수록 좋아요.',
  name: '이름',
  phone: '전화번호',
  optional: '적지 않아도 돼요.',
  code: '인증 코드 6자리',
  emailFault: '이메일 주소를 name@example.com처럼 적어 주세요.',
  passwordFault: '비밀번호는 8자 이상이어야 해요.',
  requiredFault: '여기를 적어 주세요.',
  phoneFault: '전화번호를 숫자로 적어 주세요. 예: 010-1234-5678',
  codeFault: '메일에 있는 숫자 6자리를 적어 주세요.',
  postalCodeFault: '우편번호를 적어 주세요. 예: 04524',
  otherFault: '이 값은 쓸 수 없어요. 다시 확인해 주세요.',
} as const satisfies Phrases
