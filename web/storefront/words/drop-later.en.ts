import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './drop-later.ko.ts'

export const words: SamePhrases<typeof ko> = {
  remindMe: 'Mail me ten minutes before',
  reminded: 'We will write ten minutes before it opens.',
  remindTooLate: 'It opens too soon for a mail. Stay on this page.',
  verifyFirst: 'Verify your e-mail address',
  sessionOver: 'Your session is over.',
  unitKept: 'Your number {position} stays held for you until {time}.',
  pinnedKept: 'Your number {position} stays yours while the payment is being confirmed.',
  placeKept: 'You keep your place in the line.',
  logInAgain: 'Log in again',
  letGo: 'Let it go',
  letGoSure: 'It goes to the next in line, and does not come back.',
  letGoYes: 'Yes, let it go',
  letGoNo: 'Keep it',
  turnDown: 'Not this time',
  turnDownText: 'With one press it goes to the next, and you leave the line.',
}
