import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './receipt-words.ko.ts'

export const words: SamePhrases<typeof ko> = {
  title: 'Receipt',
  number: 'Number',
  instant: 'Decided at',
  quantity: 'Quantity',
  units: { one: '{count} unit', other: '{count} units' },
  checking: 'This browser is checking it',
  verified: 'Checked by this browser itself',
  wrong: 'The proof is wrong',
  unable: 'This browser cannot check it',
  download: 'Download the receipt',
  toOrder: 'See the order',
  toOrders: 'Your orders',
  none: 'There is no receipt',
  noneText: 'Only what you took at a drop has one. It may also belong to another account.',
  how: 'How is this checked?',
  howLedger:
    'All that is decided at a drop is written in its order into a ledger that everybody can read, and never changed.',
  howPath:
    'This browser computed that your line leads, hash by hash, to the hash of the whole ledger.',
  howSigned: 'We signed that hash, so everybody would see it if we changed the order later.',
  wrong_entry: 'The receipt is for another number or another drop than this page shows.',
  wrong_path: 'Your line does not lead to the hash of the ledger. It may have been changed.',
  wrong_signature: 'This is no ledger that we signed.',
  unableText:
    'It has no Ed25519, or the connection is not encrypted. Download the file and check it with npm run verify.',
  closer: 'Look closer',
  entry: 'Place in the ledger',
  entryOf: 'Line {index} (from 0) of {size}',
  leaf: 'Hash of your line',
  root: 'Hash of the ledger',
  path: 'The way between',
  steps: { one: '{count} step', other: '{count} steps' },
  signedAt: 'Signed at',
  pseudonym: 'Your pseudonym in it',
  ledger: 'The whole ledger',
  why: 'Why did I not get one?',
  whyLead: 'What happened at {title}, read from the ledger that everybody can read.',
  opened: 'The sale of {units} began',
  lastUnit: 'The last one went to number {position}',
  youPressed: 'You pressed',
  afterOpening: '{seconds} s after the opening',
  whenOpening: 'The opening',
  late: 'You came {seconds} s after the last one had gone. What counts is not when a button is pressed, but when our server wrote it down.',
  early:
    'By your device you pressed before the last one had gone. But what counts is when our server wrote it down, and by then others stood before you.',
  unknownPress:
    'This browser remembers no press of yours. What counts is not when a button is pressed, but when our server wrote it down.',
  notSoldOut: 'It has not sold out',
  notSoldOutText:
    'You can still take one. If you could not, you had reached the limit, or it had not opened.',
  toDrop: 'To the drop',
  cameBack: {
    one: '{count} unit came back afterwards',
    other: '{count} units came back afterwards',
  },
  cameBackText:
    'They were not paid in time, let go, or returned. Who stood in line was asked in turn, {offered} times so far.',
  nothingCameBack: 'Nothing has come back since',
  joined: { one: '{count} member joined the line', other: '{count} members joined the line' },
  checkIt: 'Check it yourself',
  checkItText:
    'You can download the whole ledger and count it again from the start. Instead of names it has pseudonyms, others in each drop.',
  openLedger: 'Open the ledger',
  tooLong: 'The ledger is long; its first {count} lines were read.',
}
