import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './kit.ko.ts'

export const words: SamePhrases<typeof ko> = {
  days: { one: '{count} day', other: '{count} days' },
  unreachable: 'No answer came. Look at your connection and press again.',
  tryAgain: 'Not possible at this moment. Press again in a little while.',
  rateLimited: 'Too many requests. Press again in a little while.',
  loggedOut: 'Your session is over. Log in again.',
  emailUnverified: 'Verify your e-mail address before you buy.',
  forbidden: 'This account may not do that.',
  notFound: 'There is nothing here. It may be gone, or have moved.',
  invalid: 'Look over what you entered.',
  internal: 'Something broke on our side. Press again in a little while.',
  other: 'This could not be done. Try again in a little while.',
  retry: 'Load again',
  seoul: '{time} in Seoul',
  language: 'Language',
  scheme: 'Colours',
  schemeAuto: 'As the device',
  schemeLight: 'Light',
  schemeDark: 'Dark',
}
