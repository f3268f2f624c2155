import type { TSchema } from 'typebox'
import { Id } from '#contracts/words.ts'

const { pattern: ID_FORM } = Id as { readonly pattern?: string }

/** What a text of a path or a query means where this schema is expected. */
type TextReader = (text: unknown) => unknown

const NUMBER = /^-?(0|[1-9]\d{0,15})(\.\d{1,15})?$/

/**
 * How to read texts for a schema; null where a text is meant as it is. What is no number or truth
 * value stays a text, for the schema to refuse.
 */
export function textReader(
  schema: TSchema,
  { inPath }: { readonly inPath: boolean },
): TextReader | null {
  const { type, pattern } = schema as { readonly type?: unknown; readonly pattern?: string }
  // A UUID is the same in capitals (RFC 9562, 4), and an address is often typed.
  if (inPath && pattern === ID_FORM) {
    return text => (typeof text === 'string' ? text.toLowerCase() : text)
  }
  if (type === 'integer' || type === 'number') {
    return text => (typeof text === 'string' && NUMBER.test(text) ? Number(text) : text)
  }
  if (type === 'boolean') {
    return text => (text === 'true' ? true : text === 'false' ? false : text)
  }
  return null
}
