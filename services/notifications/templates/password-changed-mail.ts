import { mailTemplate } from './mail-template.ts'

const words = {
  ko: {
    subject: '비밀번호가 바뀌었어요',
    opening: '계정의 비밀번호가 방금 바뀌었고, 다른 기기에서는 로그아웃됐어요.',
    advice: '직접 하신 일이 아니라면 지금 바로 비밀번호를 다시 정해 주세요.',
    link: '비밀번호 다시 정하기',
  },
  en: {
    subject: 'Your password was changed',
    opening: 'The password of your account has just been changed, and other devices logged out.',
    advice: 'If it was not you, choose a new password now.',
    link: 'Choose a new password',
  },
}

/** Tells the member of a change that somebody else may have made. */
export const passwordChangedMail = mailTemplate<'password_changed', typeof words.en>(
  words,
  ({ words, publicUrl }) => [
    { kind: 'paragraph', text: words.opening },
    { kind: 'paragraph', text: words.advice },
    { kind: 'link', label: words.link, url: `${publicUrl}/reset-password` },
  ],
)
