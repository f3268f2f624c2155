/** Of a longer word the beginning is looked for: a letter is a bit of a 32-bit integer. */
const MOST_LETTERS = 30

/**
 * How many typing mistakes lie between this word and the part of a text that is nearest to it: a
 * letter too many, one missing, another instead, or two neighbours exchanged. A column of the
 * usual table is a few integers, so a text costs some operations a letter (Myers 1999; Hyyrö 2003,
 * "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", for the exchange).
 */
export function mistakesFrom(word: string): (text: string) => number {
  const length = Math.min(word.length, MOST_LETTERS)
  const all = 2 ** length - 1
  const last = 1 << (length - 1)
  const placesOf = new Int32Array(PLACES)
  for (let at = 0; at < length; at++) {
    const place = placeOf(word, at)
    placesOf[place] = (placesOf[place] ?? 0) | (1 << at)
  }

  return text => {
    // Where the table grows downwards, and where it shrinks; where its diagonal stays.
    let grows = all
    let shrinks = 0
    let stays = 0
    let placesBefore = 0
    let mistakes = length
    let fewest = length
    for (let at = 0; at < text.length; at++) {
      const places = placesOf[placeOf(text, at)] ?? 0
      const exchanged = ((~stays & places) << 1) & placesBefore
      stays = ((((places & grows) + grows) ^ grows) | places | shrinks | exchanged) & all
      const growsAcross = (shrinks | ~(stays | grows)) & all
      const shrinksAcross = stays & grows
      if ((growsAcross & last) !== 0) mistakes++
      else if ((shrinksAcross & last) !== 0) mistakes--
      if (mistakes < fewest) fewest = mistakes
      const next = (growsAcross << 1) & all
      grows = ((shrinksAcross << 1) | ~(stays | next)) & all
      shrinks = next & stays
      placesBefore = places
    }
    return fewest
  }
}

/** Latin and Hangul letters have a place each; what else there is shares some. */
const PLACES = 512

function placeOf(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code < 128) return code
  return code >= 0x3100 && code < 0x3180 ? 128 + (code & 127) : 256 + (code & 255)
}
