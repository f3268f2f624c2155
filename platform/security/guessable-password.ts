/** Words that lead every published list of passwords, and what Koreans type for theirs. */
const COMMON = new Set(
  `password passw passwd pass iloveyou ilove loveme letmein welcome monkey dragon master shadow sunshine princess
football baseball basketball superman batman spiderman pokemon starwars whatever trustno freedom
michael jordan jessica ashley charlie daniel thomas andrew michelle computer internet samsung google
facebook secret admin administrator root login user test tester testing guest default changeme access hello
hello world helloworld qwer qwert qwerty qwertyu qwertyui qwertyuiop asdf asdfg asdfgh asdfghjk asdfghjkl zxcv
zxcvb zxcvbn zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc asdqwe abc abcd abcde abcdef abcdefg abcdefgh
zaqwsx zaqxsw killer soccer hockey summer winter spring autumn cheese cookie flower lovely angel
dkssud dkssudgktpdy tkfkd tkfkdgo tkfkdgody qlalfqjsgh rlatjsrl dkdlel ghkdlxld eogksalsrnr korea seoul
hankook daehan minkuk arirang`.split(/\s+/),
)

/** Walks over the keyboard, and other things in a row. */
const ROWS = [
  '0123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop asdfghjkl zxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik',
  '!@#$%^&*()',
].flatMap(row => [row, [...row].reverse().join('')])

/** What somebody writes for a letter. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ '@': 'a', '4': 'a', '3': 'e', '1': 'i', '!': 'i', '0': 'o', $: 's', '5': 's', '7': 't' },
}

/** Digits alone are dates and telephone numbers, unless there are more of them than these have. */
const FEWEST_DIGITS = 16
/** Beside a word that everybody knows of the member there must be as much that nobody does. */
const FEWEST_BESIDE = 6

/**
 * Whether a password is among the first that somebody would try: one of the published lists, a row
 * of keys, something repeated, or what is known of the member and the shop (`known`: names, the
 * address). OWASP ASVS 5, 6.2.4 and 6.2.11.
 */
export function isGuessable(password: string, known: readonly string[] = []): boolean {
  const plain = password.normalize('NFKC').toLowerCase()
  if (/^\d+$/.test(plain) && plain.length < FEWEST_DIGITS) return true
  if (/^(.{1,4}?)\1+.{0,3}$/u.test(plain)) return true
  if (ROWS.some(row => row.includes(plain))) return true
  const wordOnly = (text: string) => text.replace(/^[\d\W_]+|[\d\W_]+$/gu, '')
  const spelt = [...wordOnly(plain)].map(sign => LETTERS[sign] ?? sign).join('')
  if (COMMON.has(wordOnly(plain)) || COMMON.has(spelt)) return true
  return known.some(text => {
    const word = text.normalize('NFKC').toLowerCase().trim()
    if (word.length < 3 || !plain.includes(word)) return false
    return plain.replaceAll(word, '').length < FEWEST_BESIDE
  })
}
