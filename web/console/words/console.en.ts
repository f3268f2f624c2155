import type { SamePhrases } from '#web/kit/phrase.ts'
import type { words as ko } from './console.ko.ts'

export const words: SamePhrases<typeof ko> = {
  title: 'Console',
}
