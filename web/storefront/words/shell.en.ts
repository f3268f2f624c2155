import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './shell.ko.ts'

export const words: SamePhrases<typeof ko> = {
  skipToContent: 'Skip to content',
  search: 'Find products',
  cart: 'Cart',
  account: 'Your account',
  logIn: 'Log in',
  rehearsal: 'This shop is a rehearsal: its units, payments and mails are not real.',
  offline: 'You are offline. We go on as soon as you are back.',
  promise: 'First come, first served: exactly, and so that it can be proved.',
  lostTitle: 'There is nothing here',
  lostText: 'The address may have changed, or the product is gone.',
  toHome: 'To the start',
  brokenTitle: 'We could not draw this page',
  brokenText: 'That is our fault. Your orders and held units are as they were.',
  tryAgain: 'Open again',
  troubleTitle: 'We cannot show this now',
}
