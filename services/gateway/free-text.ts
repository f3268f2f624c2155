import type { InputFault } from './input-faults.ts'

/** JSON Schema, as far as it tells where texts stand. */
type Shape = {
  readonly type?: string
  readonly const?: unknown
  readonly pattern?: string
  readonly anyOf?: readonly Shape[]
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
  readonly patternProperties?: Readonly<Record<string, Shape>>
}

/** Forms that leave no room for more than they say. Whatever has another is looked at. */
const CLOSED_FORM = /^\^(\[[\w-]+\](\{[\d,]+\})?|[-:])+\$$/

/** Whether a schema takes a text that people, or programs, may write as they like. */
export function takesFreeText(schema: object): boolean {
  const { type, pattern, anyOf, items, properties, patternProperties } = schema as Shape
  if ('const' in schema) return false
  if (type === 'string') return pattern === undefined || !CLOSED_FORM.test(pattern)
  if (patternProperties !== undefined) return true
  const parts = [...(anyOf ?? []), ...(items ? [items] : []), ...Object.values(properties ?? {})]
  return parts.some(takesFreeText)
}

/**
 * Texts that no database and no mail can hold: with U+0000 in them, or half a character (a lone
 * surrogate, which JSON can write and UTF-8 cannot).
 */
export function unwritableTexts(value: unknown, path = ''): InputFault[] {
  if (typeof value === 'string') return isWritable(value) ? [] : [{ path, message: MESSAGE }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => {
    const place = path === '' ? name : `${path}.${name}`
    return isWritable(name) ? unwritableTexts(part, place) : [{ path, message: MESSAGE }]
  })
}

const MESSAGE = 'has a character in it that cannot be kept (U+0000, or half a character)'

const isWritable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
