import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './address-words.ko.ts'

export const words: SamePhrases<typeof ko> = {
  title: 'Addresses',
  lead: 'The default goes into new orders by itself.',
  empty: 'There is no address yet',
  emptyText: 'Write one now, and paying is quicker at the next drop.',
  add: 'Add an address',
  change: 'Change',
  remove: 'Remove',
  removeTitle: 'Remove this address?',
  removeText: 'Orders that you placed keep theirs.',
  makeDefault: 'Make it the default',
  isDefault: 'Default',
  save: 'Save',
  cancel: 'Leave it as it is',
  saved: 'Saved.',
  recipient: 'Recipient',
  postalCode: 'Postal code',
  line1: 'Address',
  line2: 'Floor, flat and so on',
}
