import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './how-decided.ko.ts'

export const words: SamePhrases<typeof ko> = {
  first:
    'The order in which presses are written down is the order. The server gives each its number.',
  held: 'With a number, the unit is yours for {span}. Pay within that time.',
  onePress: 'Press twice, lose the network, reload: it stays one press.',
  line: 'Pressed after the last one, you stand in the line at once. What is not paid goes to whoever waits, in order. Nobody passes.',
  ledger: 'Each decision is in a public ledger, and your receipt proves yours.',
}
