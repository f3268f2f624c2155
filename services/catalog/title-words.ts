import { lacksMore, lettersOf } from './letter-bits.ts'
import { mistakesFrom } from './typing-mistakes.ts'

/** The words of all titles: in which titles each is, and which have some letters in them. */
export type TitleWords = {
  /** Takes the words of a title, which is kept at this place. */
  add(title: string, place: number): void
  /** The numbers of all words that have these letters somewhere in them. */
  having(letters: string): number[]
  /** The numbers of all words that have these letters in them but for so many mistakes. */
  near(letters: string, mistakes: number): number[]
  word(number: number): string
  /** Where the titles are that have one of these words, each once. */
  placesOf(numbers: readonly number[]): readonly number[]
}

/** Three neighbouring letters lead to the words that have them. */
const GRAM = 3

/**
 * Most titles share most of their words, so that looking through the words is looking through a
 * small part of what the titles are written with.
 */
export function titleWords(): TitleWords {
  const words: string[] = []
  const lettersIn: number[] = []
  const places: number[][] = []
  const numberOf = new Map<string, number>()
  const numbersByGram = new Map<string, number[]>()

  function numberIn(word: string): number {
    const known = numberOf.get(word)
    if (known !== undefined) return known
    const number = words.push(word) - 1
    numberOf.set(word, number)
    lettersIn.push(lettersOf(word))
    places.push([])
    for (const gram of gramsOf(word)) {
      const numbers = numbersByGram.get(gram)
      if (numbers === undefined) numbersByGram.set(gram, [number])
      else numbers.push(number)
    }
    return number
  }

  /** The words that may have these letters: those with the rarest three of them. */
  function mayHave(letters: string): Iterable<number> {
    if (letters.length < GRAM) return words.keys()
    const lists = [...gramsOf(letters)].map(gram => numbersByGram.get(gram) ?? [])
    return lists.toSorted((a, b) => a.length - b.length)[0] ?? []
  }

  function having(letters: string): number[] {
    const numbers: number[] = []
    for (const number of mayHave(letters)) {
      if (words[number]?.includes(letters)) numbers.push(number)
    }
    return numbers
  }

  /** The words that may have these letters but for so many mistakes. */
  function mayBeNear(letters: string, mistakes: number): number[] {
    const parts = partsLeftBy(letters, mistakes)
    if (parts.length > 0 && parts.every(({ length }) => length >= GRAM)) {
      return [...new Set(parts.flatMap(having))]
    }
    const wanted = lettersOf(letters)
    const numbers: number[] = []
    for (let number = 0; number < words.length; number++) {
      // A mistake spoils one letter at most, and most words lack more of them.
      if (lacksMore(wanted & ~(lettersIn[number] ?? 0), mistakes)) continue
      if (parts.length === 0 || parts.some(part => words[number]?.includes(part))) {
        numbers.push(number)
      }
    }
    return numbers
  }

  return {
    having,
    add(title, place) {
      for (const word of new Set(title.split(' '))) places[numberIn(word)]?.push(place)
    },
    near(letters, mistakes) {
      const mistakesIn = mistakesFrom(letters)
      return mayBeNear(letters, mistakes).filter(
        number => mistakesIn(words[number] ?? '') <= mistakes,
      )
    },
    word: number => words[number] ?? '',
    placesOf(numbers) {
      const [first = 0, ...others] = numbers
      if (others.length === 0) return numbers.length === 0 ? [] : (places[first] ?? [])
      return [...new Set(numbers.flatMap(number => places[number] ?? []))]
    },
  }
}

/** Three neighbouring letters each, each once. */
function gramsOf(word: string): Set<string> {
  const grams = new Set<string>()
  for (let at = 0; at + GRAM <= word.length; at++) grams.add(word.slice(at, at + GRAM))
  return grams
}

/**
 * One mistake leaves one of two halves as it was; or it exchanged the letters where they meet. Of
 * what more mistakes leave nothing is said.
 */
export function partsLeftBy(letters: string, mistakes: number): readonly string[] {
  if (mistakes !== 1) return []
  const half = Math.floor(letters.length / 2)
  const [first, second] = [letters.slice(0, half), letters.slice(half)]
  return [first, second, first.slice(0, -1) + second.slice(0, 1)]
}
