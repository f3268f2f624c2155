import { type Block, composeMail, type WrittenMail } from './compose-mail.ts'
import type { Language, Letter } from './letter.ts'
import { greetingName } from './mail-format.ts'

/** Writes the letters of one kind. `publicUrl` has no slash at its end. */
export type MailTemplate<Kind extends Letter['kind']> = (
  letter: Extract<Letter, { kind: Kind }>,
  language: Language,
  publicUrl: string,
) => WrittenMail

type About<Kind extends Letter['kind'], Words> = {
  readonly letter: Extract<Letter, { kind: Kind }>
  readonly words: Words
  readonly language: Language
  readonly publicUrl: string
}

/** The one frame: every mail greets, then says its own, in the reader's language. */
export function mailTemplate<Kind extends Letter['kind'], Words extends { subject: string }>(
  wordsIn: Readonly<Record<Language, Words>>,
  blocksOf: (about: About<Kind, Words>) => readonly Block[],
): MailTemplate<Kind> {
  return (letter, language, publicUrl) => {
    const words = wordsIn[language]
    const greeting = greetings[language](greetingName(letter.name))
    return composeMail(language, words.subject, [
      { kind: 'paragraph', text: greeting },
      ...blocksOf({ letter, words, language, publicUrl }),
    ])
  }
}

const greetings = {
  ko: (name: string | null) => (name === null ? '안녕하세요.' : `${name}님, 안녕하세요.`),
  en: (name: string | null) => (name === null ? 'Hello.' : `Hello ${name}.`),
} as const satisfies Record<Language, (name: string | null) => string>
