import { GRAM, gramsOf, lettersOf, type SearchedTitle, type Vocabulary } from './searched-title.ts'
import { mistakesFrom } from './typing-mistakes.ts'

/** Whether a title has this word, with at most so many mistakes in it. */
export function wordInTitle(
  { words, letters: lettersIn }: Vocabulary,
  word: string,
  forgiven: number,
): (title: SearchedTitle) => boolean {
  if (forgiven === 0) return ({ text }) => text.includes(word)
  const wanted = lettersOf(word)
  const mistakesIn = mistakesFrom(word)
  const mayFit = (letters: number) => bitsIn(wanted & ~letters) <= forgiven
  // Reckoning is most of what a mistake costs, and a word is in many titles: each once.
  const outcomes = new Uint8Array(words.length)
  function fits(number: number): boolean {
    if (outcomes[number] === UNKNOWN) {
      const isNear = mayFit(lettersIn[number] ?? 0) && mistakesIn(words[number] ?? '') <= forgiven
      outcomes[number] = isNear ? FITS : FITS_NOT
    }
    return outcomes[number] === FITS
  }
  // Else one mistake is the space between two words: it spoils the grams on it, and no others.
  const grams = [...gramsOf(word)]
  const needed = grams.length - (GRAM - 1) - (GRAM + 1) * (forgiven - 1)
  const mayGoOn = (text: string) => grams.filter(gram => text.includes(gram)).length >= needed
  return ({ text, words, letters }) =>
    mayFit(letters) && (words.some(fits) || (mayGoOn(text) && mistakesIn(text) <= forgiven))
}

const [UNKNOWN, FITS, FITS_NOT] = [0, 1, 2]

function bitsIn(number: number): number {
  let bits = 0
  for (let rest = number; rest !== 0; rest &= rest - 1) bits++
  return bits
}
