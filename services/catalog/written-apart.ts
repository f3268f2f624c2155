import { foldTitle } from './fold-title.ts'
import { spellOut } from './spell-out.ts'

/** Two syllables of Hangul, three letters of another script: less is in too many words. */
const LEAST_CHARACTERS = 2
const LEAST_STROKES = 3
/** Nobody types more without a space; each way is a look-up. */
const MOST_CHARACTERS = 20

/**
 * The two words that a query without a space may be, in every way there is, each as it is typed:
 * `까만패딩` is `까만` and `패딩`.
 */
export function waysApart(query: string): readonly (readonly [string, string])[] {
  const characters = [...foldTitle(query).trim()]
  if (characters.length > MOST_CHARACTERS || characters.some(one => /\s/u.test(one))) return []
  const ways: [string, string][] = []
  for (let at = LEAST_CHARACTERS; at <= characters.length - LEAST_CHARACTERS; at++) {
    const head = spellOut(characters.slice(0, at).join(''))
    const tail = spellOut(characters.slice(at).join(''))
    if (Math.min(head.length, tail.length) >= LEAST_STROKES) ways.push([head, tail])
  }
  return ways
}
