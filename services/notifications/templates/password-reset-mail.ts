import { mailTemplate } from './mail-template.ts'

const words = {
  ko: {
    subject: '새 비밀번호를 정해 주세요',
    asked: '비밀번호를 다시 정해 달라는 요청을 받았어요.',
    contested:
      '이메일 주소를 확인했어요. 그런데 다른 사람도 이 주소로 가입을 시도해서, 지금까지 정한 비밀번호는 모두 쓸 수 없게 했어요.',
    link: '새 비밀번호 정하기',
    validity:
      '링크는 1시간 동안 한 번만 쓸 수 있어요. 새 비밀번호를 정하면 모든 기기에서 로그아웃돼요.',
    warning: '직접 요청하지 않았다면 이 메일을 그대로 두세요. 비밀번호는 바뀌지 않아요.',
    comfort: '링크는 누구에게도 알려 주지 마세요.',
  },
  en: {
    subject: 'Choose a new password',
    asked: 'Somebody asked for a new password for your account.',
    contested:
      'Your address is verified. Somebody else had signed up with it too, so no password that was chosen before counts any more.',
    link: 'Choose a new password',
    validity:
      'The link works once, for one hour. Choosing a new password logs you out on all devices.',
    warning:
      'If it was not you, you can leave this mail as it is. Your password stays what it was.',
    comfort: 'Do not give the link to anybody.',
  },
}

/** The link by which the reader of the address chooses a password. */
export const passwordResetMail = mailTemplate<'password_reset', typeof words.en>(
  words,
  ({ letter, words, publicUrl }) => [
    { kind: 'paragraph', text: letter.cause === 'asked' ? words.asked : words.contested },
    { kind: 'link', label: words.link, url: `${publicUrl}/reset-password?token=${letter.token}` },
    { kind: 'note', text: words.validity },
    { kind: 'note', text: letter.cause === 'asked' ? words.warning : words.comfort },
  ],
)
