import {
  type FieldsOf,
  type FieldValues,
  fill,
  type Language,
  type Phrases,
  type SamePhrases,
} from '#web/kit/phrase.ts'

/** `say('getOne', { count: 1 })`, as a page says it. */
type Say<Own extends Phrases> = <Key extends keyof Own & string>(
  key: Key,
  ...values: [FieldsOf<Own[Key]>] extends [never] ? [] : [FieldValues<FieldsOf<Own[Key]>>]
) => string

/** The words of one area in one language. */
export function speaker<const Own extends Phrases>(
  language: Language,
  { ko, en }: { readonly ko: Own; readonly en: SamePhrases<Own> },
): Say<Own> {
  const phrases: Phrases = language === 'ko' ? ko : en
  return (key, ...[values]) => fill(phrases[key] ?? key, values ?? {}, language)
}
