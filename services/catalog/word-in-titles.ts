import { lacksMore, lettersOf } from './letter-bits.ts'
import { partsLeftBy, type TitleWords } from './title-words.ts'
import { mistakesFrom } from './typing-mistakes.ts'

/** A title as it is typed, and the bits of its letters. */
export type TypedTitle = { readonly text: string; readonly letters: number }

/** One word that is looked for in titles. */
type SoughtWord = {
  /** Where the titles are that have it, each once. */
  places(titles: TitleWords, titleAt: (place: number) => TypedTitle | undefined): readonly number[]
  /** Whether this title has it. */
  isIn(title: TypedTitle | undefined): boolean
  /** Of so many titles it costs less to look at each than to look the word up. */
  readonly few: number
}

/**
 * A title has the word if one of its own has, anywhere in it and with at most so many mistakes. A
 * space that is missing in the word, or is another letter there, is one mistake, with which no
 * other is forgiven.
 */
export function soughtWord(word: string, forgiven: number): SoughtWord {
  if (forgiven === 0) {
    return {
      places: titles => titles.placesOf(titles.having(word)),
      isIn: title => title?.text.includes(word) ?? false,
      few: 2_000,
    }
  }
  const mistakesIn = mistakesFrom(word)
  const parts = partsLeftBy(word, forgiven)
  const wanted = lettersOf(word)
  // A mistake spoils one letter at most, and most titles lack more of them.
  const mayHaveIt = ({ text, letters }: TypedTitle) =>
    !lacksMore(wanted & ~letters, forgiven) &&
    (parts.length === 0 || parts.some(part => text.includes(part)))
  return {
    places(titles, titleAt) {
      const places = titles.placesOf(titles.near(word, forgiven))
      const apart = titles.placesOf(nextToASpace(titles, word)).filter(place => {
        const title = titleAt(place)
        return (
          title !== undefined &&
          !lacksMore(wanted & ~title.letters, 1) &&
          mistakesIn(title.text) <= 1
        )
      })
      return apart.length === 0 ? places : [...new Set([...places, ...apart])]
    },
    isIn(title) {
      if (title === undefined || !mayHaveIt(title)) return false
      const mistakes = mistakesIn(title.text)
      if (mistakes <= 1 || mistakes > forgiven) return mistakes <= 1
      // More than one is forgiven within a word only.
      return title.text.split(' ').some(one => mistakesIn(one) <= forgiven)
    },
    few: 20_000,
  }
}

/** Of two words that are written as one, the longer has so many letters at least. */
const LETTERS_OF_LONGER = 3

/**
 * Title's words that end as this one begins, or begin as it ends, for about half of it or more:
 * where a space is missing, one of the two beside it is such a word.
 */
function nextToASpace(titles: TitleWords, word: string): readonly number[] {
  const half = Math.max(LETTERS_OF_LONGER, Math.ceil((word.length - 1) / 2))
  // Where only a letter more is on the other side, the longer has one mistake by itself.
  const lengths = Array.from({ length: word.length - 1 - half }, (_, at) => half + at)
  const beginnings = lengths.map(length => word.slice(0, length))
  const ends = lengths.map(length => word.slice(-length))
  if (lengths.length === 0) return []
  const before = titles
    .having(word.slice(0, half))
    .filter(number => beginnings.some(beginning => titles.word(number).endsWith(beginning)))
  const behind = titles
    .having(word.slice(-half))
    .filter(number => ends.some(end => titles.word(number).startsWith(end)))
  return [...new Set([...before, ...behind])]
}
