/** What the shop speaks. */
export type Language = 'ko' | 'en'

/** A sentence with `{fields}`; where it counts, one for each form that the language has. */
export type Phrase = string | Plural

/** Chosen by `count`, by the rules of the language (Intl.PluralRules). Korean has `other` only. */
export type Plural = { readonly one?: string; readonly other: string }

export type Phrases = Readonly<Record<string, Phrase>>

/** The other language has the same keys, no more and no fewer. */
export type SamePhrases<Own extends Phrases> = { readonly [Key in keyof Own]: Phrase }

type FieldsIn<Text> = Text extends `${string}{${infer Field}}${infer Rest}`
  ? Field | FieldsIn<Rest>
  : never

/** The fields of a phrase, read off its own text. */
export type FieldsOf<Own extends Phrase> = Own extends Plural
  ? FieldsIn<Own['other']> | 'count'
  : FieldsIn<Own>

export type FieldValues<Names extends string> = { readonly [Name in Names]: string | number }

/** The phrase with its fields filled; numbers as the language writes them. */
export function fill(
  phrase: Phrase,
  values: Readonly<Record<string, string | number>>,
  language: Language,
): string {
  return textOf(phrase, values, language).replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = values[field] ?? ''
    return typeof value === 'number' ? numbers(language).format(value) : value
  })
}

function textOf(phrase: Phrase, { count }: Readonly<Record<string, unknown>>, language: Language) {
  if (typeof phrase === 'string') return phrase
  const form = new Intl.PluralRules(language).select(Number(count))
  return (form === 'one' ? phrase.one : undefined) ?? phrase.other
}

const formats = new Map<Language, Intl.NumberFormat>()

function numbers(language: Language): Intl.NumberFormat {
  const format = formats.get(language) ?? new Intl.NumberFormat(language)
  formats.set(language, format)
  return format
}
