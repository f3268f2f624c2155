import { mailTemplate } from './mail-template.ts'

const words = {
  ko: {
    subject: '이미 가입한 이메일 주소예요',
    opening: '누군가 이 이메일 주소로 가입하려고 했어요.',
    advice: '이 주소에는 이미 계정이 있어요. 직접 하신 일이라면 로그인해 주세요.',
    link: '로그인하기',
    comfort: '직접 하신 일이 아니라면 이 메일을 그대로 두세요. 계정은 바뀌지 않았어요.',
  },
  en: {
    subject: 'You already have an account',
    opening: 'Somebody tried to sign up with this e-mail address.',
    advice: 'It already has an account. If that was you, log in instead.',
    link: 'Log in',
    comfort:
      'If it was not you, you can leave this mail as it is. Nothing about your account has changed.',
  },
}

/** Tells the owner of an account that somebody tried to sign up with the address. */
export const addressTakenMail = mailTemplate<'address_taken', typeof words.en>(
  words,
  ({ words, publicUrl }) => [
    { kind: 'paragraph', text: words.opening },
    { kind: 'paragraph', text: words.advice },
    { kind: 'link', label: words.link, url: `${publicUrl}/login` },
    { kind: 'note', text: words.comfort },
  ],
)
