/**
 * Whether a name was typed, by somebody who has no key for `·`: what parts the words of a name tells
 * no two things apart, and neither does how a system puts its syllables together.
 */
export const isTypedName = (typed: string, name: string): boolean => words(typed) === words(name)

const words = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\s·,]+/g, ' ')
    .trim()
