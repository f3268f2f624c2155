import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './form-words.ko.ts'

export const words: SamePhrases<typeof ko> = {
  email: 'E-mail',
  password: 'Password',
  newPassword: 'New password',
  currentPassword: 'Present password',
  passwordHint: '8 characters or more. Longer is better.',
  name: 'Name',
  phone: 'Phone',
  optional: 'You may leave this empty.',
  code: 'Code of 6 digits',
  emailFault: 'Write an e-mail address such as name@example.com.',
  passwordFault: 'A password has at least 8 characters.',
  requiredFault: 'Please fill this in.',
  phoneFault: 'Write a phone number in digits, such as 010-1234-5678.',
  codeFault: 'Write the 6 digits that are in the mail.',
  postalCodeFault: 'Write a postal code, such as 04524.',
  otherFault: 'This cannot be used. Please look at it again.',
}
