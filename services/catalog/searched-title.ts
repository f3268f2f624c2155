import { spellOut } from './spell-out.ts'

/** A title as the search looks at it. */
export type SearchedTitle = {
  /** As it is typed, with a space before each word. */
  readonly text: string
  /** Its words, by their numbers among all that the titles have. */
  readonly words: readonly number[]
  /** Which letters are in it, roughly. */
  readonly letters: number
}

/** The words of all titles, each once: most titles share most of theirs. */
export type Vocabulary = {
  readonly words: string[]
  readonly letters: number[]
  readonly numberOf: Map<string, number>
}

export const emptyVocabulary = (): Vocabulary => ({ words: [], letters: [], numberOf: new Map() })

export function searchedTitle(vocabulary: Vocabulary, titleFolded: string): SearchedTitle {
  const typed = spellOut(titleFolded)
  const words = typed.split(' ').map(word => numberIn(vocabulary, word))
  return { text: ` ${typed}`, words, letters: lettersOf(typed) }
}

function numberIn({ words, letters, numberOf }: Vocabulary, word: string): number {
  const known = numberOf.get(word)
  if (known !== undefined) return known
  numberOf.set(word, words.length)
  letters.push(lettersOf(word))
  return words.push(word) - 1
}

export const GRAM = 3

/** Three neighbouring letters each, within words, each once. */
export function gramsOf(text: string): Set<string> {
  const grams = new Set<string>()
  for (let at = 0; at + GRAM <= text.length; at++) {
    const gram = text.slice(at, at + GRAM)
    if (!gram.includes(' ')) grams.add(gram)
  }
  return grams
}

/** A bit for each letter; some share one. */
export function lettersOf(text: string): number {
  let letters = 0
  for (let at = 0; at < text.length; at++) letters |= 1 << (text.charCodeAt(at) & 31)
  return letters
}
