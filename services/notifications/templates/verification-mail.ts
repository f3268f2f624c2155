import { mailTemplate } from './mail-template.ts'

const words = {
  ko: {
    subject: '이메일 주소를 확인해 주세요',
    opening: '아래 코드를 입력하면 가입이 끝나요.',
    link: '링크로 확인하기',
    validity: '코드와 링크는 24시간 동안 한 번만 쓸 수 있어요.',
    warning:
      '직접 가입하지 않았다면 코드를 입력하거나 링크를 열지 말고 이 메일을 그대로 두세요. 코드는 누구에게도 알려 주지 마세요.',
  },
  en: {
    subject: 'Verify your e-mail address',
    opening: 'Enter this code to finish signing up.',
    link: 'Verify by link',
    validity: 'The code and the link work once, for 24 hours.',
    warning:
      'If you did not sign up, do not enter the code or open the link; you can leave this mail as it is. Do not give the code to anybody.',
  },
}

/** The code and the link that prove an address. */
export const verificationMail = mailTemplate<'verification', typeof words.en>(
  words,
  ({ letter, words, publicUrl }) => [
    { kind: 'paragraph', text: words.opening },
    { kind: 'code', code: letter.code },
    { kind: 'link', label: words.link, url: `${publicUrl}/verify?token=${letter.token}` },
    { kind: 'note', text: words.validity },
    { kind: 'note', text: words.warning },
  ],
)
