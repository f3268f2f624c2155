// How a syllable is typed, letter by letter: doubled vowels and final consonants are two strokes.
const FIRST = 'ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(' ')
const MIDDLE = 'ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ'.split(
  ' ',
)
const LAST =
  'ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ'.split(
    ' ',
  )

/** Unicode's conjoining jamo (U+1100, U+1161, U+11A8 and what follows each). */
const letters = new Map<string, string>([
  ...FIRST.map((letter, at) => [String.fromCharCode(0x1100 + at), letter] as const),
  ...MIDDLE.map((letter, at) => [String.fromCharCode(0x1161 + at), letter] as const),
  ...LAST.map((letter, at) => [String.fromCharCode(0x11a8 + at), letter] as const),
])

/**
 * A text as it is typed, one character a stroke: Hangul by its letters, Latin without accents, in
 * lower case, with single spaces between words. So `운도`, on the way to `운동화`, is the beginning
 * of it, as `sne` is of `Sneaker`.
 */
export function spellOut(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[\u1100-\u11ff]/g, letter => letters.get(letter) ?? letter)
    .replace(/\s+/gu, ' ')
    .trim()
}
