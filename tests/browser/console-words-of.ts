import { words as enConsole } from '#web/console/words/console.en.ts'
import { words as koConsole } from '#web/console/words/console.ko.ts'
import { words as enDrops } from '#web/console/words/console-drops.en.ts'
import { words as koDrops } from '#web/console/words/console-drops.ko.ts'
import { words as enGoods } from '#web/console/words/console-goods.en.ts'
import { words as koGoods } from '#web/console/words/console-goods.ko.ts'
import { words as enBoard } from '#web/console/words/live-board.en.ts'
import { words as koBoard } from '#web/console/words/live-board.ko.ts'
import type { Language } from '#web/kit/phrase.ts'
import { speaker } from './speaker.ts'

/** What stands on the pages of the console, so that one day is gone through in each language. */
export const consoleWordsOf = (language: Language) => ({
  all: speaker(language, { ko: koConsole, en: enConsole }),
  goods: speaker(language, { ko: koGoods, en: enGoods }),
  drops: speaker(language, { ko: koDrops, en: enDrops }),
  board: speaker(language, { ko: koBoard, en: enBoard }),
})
