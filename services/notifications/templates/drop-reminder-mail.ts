import { formatInstant } from './mail-format.ts'
import { mailTemplate } from './mail-template.ts'

const words = {
  ko: {
    subject: '기다리시던 선착순 판매가 곧 열려요',
    opening: '알림을 신청하신 선착순 판매가 곧 시작돼요.',
    opensAt: '시작 시각(서울)',
    link: '판매 페이지 보기',
    next: '먼저 누르시는 분께 판매돼요. 미리 로그인해 두시면 좋아요. 이 알림은 한 번만 보내드려요.',
  },
  en: {
    subject: 'A drop you asked about opens soon',
    opening: 'The drop of which you wanted to be reminded is about to open.',
    opensAt: 'Opens at (Seoul)',
    link: 'See the drop',
    next: 'It goes to whoever presses first, so log in before it opens. We write about it once.',
  },
}

/** Says that a drop opens within ten minutes. */
export const dropReminderMail = mailTemplate<'drop_reminder', typeof words.en>(
  words,
  ({ letter, words, language, publicUrl }) => [
    { kind: 'paragraph', text: words.opening },
    {
      kind: 'table',
      rows: [
        ['', letter.title],
        [words.opensAt, formatInstant(letter.opensAtMs, language)],
      ],
    },
    { kind: 'link', label: words.link, url: `${publicUrl}/drops/${letter.dropId}` },
    { kind: 'note', text: words.next },
  ],
)
