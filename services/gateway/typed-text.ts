import type { TSchema } from 'typebox'

/** What a text of a path or a query means where this schema is expected. */
export type TextReader = (text: unknown) => unknown

const NUMBER = /^-?(0|[1-9]\d{0,15})(\.\d{1,15})?$/

/**
 * How to read texts for a schema; null where a text is meant as it is. What is no number or truth
 * value stays a text, for the schema to refuse.
 */
export function textReader(schema: TSchema): TextReader | null {
  const { type } = schema as { readonly type?: unknown }
  if (type === 'integer' || type === 'number') {
    return text => (typeof text === 'string' && NUMBER.test(text) ? Number(text) : text)
  }
  if (type === 'boolean') {
    return text => (text === 'true' ? true : text === 'false' ? false : text)
  }
  return null
}
