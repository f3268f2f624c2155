/** A bit for each letter. Some share one, but none of Hangul shares one with another script's. */
export function lettersOf(text: string): number {
  let letters = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    letters |= 1 << ((code & 15) + (code < 0x3100 ? 0 : 16))
  }
  return letters
}

/** Whether more bits are set than so many. */
export function lacksMore(bits: number, count: number): boolean {
  let rest = bits
  for (let taken = 0; taken < count; taken++) rest &= rest - 1
  return rest !== 0
}
