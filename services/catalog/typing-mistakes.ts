/**
 * How many typing mistakes lie between a word and the part of a text that is nearest to it: a
 * letter too many, one missing, another instead, or two neighbours exchanged (Sellers 1980, with
 * the exchange of Damerau). At most `most` is looked for: `most + 1` means more than that.
 */
export function mistakesWithin(text: string, word: string, most: number): number {
  const { length } = word
  let beforeLast = new Uint16Array(length + 1)
  let last = Uint16Array.from({ length: length + 1 }, (_, at) => at)
  let now = new Uint16Array(length + 1)
  let best = last[length] ?? 0
  for (let at = 0; at < text.length; at++) {
    now[0] = 0
    for (let letter = 1; letter <= length; letter++) {
      const isSame = text[at] === word[letter - 1]
      let cost = Math.min(
        (last[letter - 1] ?? 0) + (isSame ? 0 : 1),
        (last[letter] ?? 0) + 1,
        (now[letter - 1] ?? 0) + 1,
      )
      if (at > 0 && text[at] === word[letter - 2] && text[at - 1] === word[letter - 1]) {
        cost = Math.min(cost, (beforeLast[letter - 2] ?? length) + 1)
      }
      now[letter] = cost
    }
    best = Math.min(best, now[length] ?? length)
    const free = beforeLast
    beforeLast = last
    last = now
    now = free
  }
  return Math.min(best, most + 1)
}
