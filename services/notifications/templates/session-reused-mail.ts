import { mailTemplate } from './mail-template.ts'

const words = {
  ko: {
    subject: '한 기기에서 로그아웃했어요',
    opening:
      '로그인 정보가 두 곳에서 쓰인 것 같아서, 안전을 위해 그 기기의 로그인을 끝냈어요. 다시 로그인해 주세요.',
    advice: '모르는 기기가 보이거나 걱정되면 비밀번호를 다시 정해 주세요.',
    link: '비밀번호 다시 정하기',
  },
  en: {
    subject: 'We logged one device out',
    opening:
      'A login of yours seems to have been used in two places, so we ended it to be safe. Please log in again.',
    advice: 'If you see a device that you do not know, or are in doubt, choose a new password.',
    link: 'Choose a new password',
  },
}

/** Tells the member that a refresh token was used twice, which ended its session. */
export const sessionReusedMail = mailTemplate<'session_reused', typeof words.en>(
  words,
  ({ words, publicUrl }) => [
    { kind: 'paragraph', text: words.opening },
    { kind: 'paragraph', text: words.advice },
    { kind: 'link', label: words.link, url: `${publicUrl}/reset-password` },
  ],
)
