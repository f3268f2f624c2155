import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './console-home.ko.ts'

export const words: SamePhrases<typeof ko> = {
  toShip: 'Orders to ship',
  toComplete: 'Returns to complete',
  deadLetters: 'Dead letters',
  notUp: 'Services not up',
  atLeast: '{count} or more',
  openDrops: 'Open now',
  nextDrops: 'Next to open',
  noOpen: 'No drop is open.',
  noNext: 'No drop is planned.',
  seeAll: 'See all {count}',
  seeAllAndMore: 'See all {count} and more',
  plan: 'Plan a drop',
  opensIn: 'opens in {clock}',
  left: '{left} of {total} left',
  board: 'Board',
}
