import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './entry-words.ko.ts'

export const words: SamePhrases<typeof ko> = {
  logIn: 'Log in',
  logInToGoOn: 'Log in, and you go on where you were.',
  toSignUp: 'New here? Sign up',
  forgotten: 'Forgotten password',
  signUp: 'Sign up',
  signUpLead: 'A name, an e-mail address and a password. The rest is asked when you buy.',
  toLogIn: 'You have an account? Log in',
  verify: 'Look into your mail',
  verifyLead:
    'Write the code of 6 digits that we mailed to you. The link in the mail does the same.',
  verifyLeadTo: 'We mailed a code of 6 digits to {email}. The link in the mail does the same.',
  verifyNow: 'Verify',
  resend: 'Send the code again',
  resent: 'A new code is on its way. The one before is no longer good.',
  verifying: 'Verifying',
  verified: 'Your address is verified',
  verifiedLead: 'You can join drops and buy now.',
  notVerified: 'This link does not verify anything',
  linkBad:
    'It was used, its 24 hours are over, or a part of it is missing. If you have verified already, just log in; if not, have a new mail sent.',
  newMail: 'Send a new mail',
  newMailSent:
    'If the address is still to be verified, a new link and code are on their way. Those before are no longer good.',
  byCode: 'Verify by code',
  toShop: 'To the shop',
  onThisMachine: 'The shop runs on your own machine, so mail does not leave it.',
  openMailbox: 'Open the mailbox of development',
  forgottenLead:
    'Write the address of your account. We mail a link by which you choose a password.',
  sendLink: 'Send the link',
  resetSent:
    'If there is an account with this address, a link is on its way. It is good for an hour.',
  choosePassword: 'Choose a new password',
  passwordChosen: 'Your password is changed',
  passwordChosenLead: 'You are logged out everywhere. Log in with the new password.',
  sendAnother: 'Send a new link',
}
