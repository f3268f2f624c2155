type Fields = Readonly<Record<string, unknown>>

/** The object that a webhook's body is; null where it is none, which is no fault of ours. */
export function webhookObject(body: string): Fields | null {
  try {
    return objectOf(JSON.parse(body))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

export function objectOf(value: unknown): Fields | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Fields) : null
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.length > 0 ? value : null
}

/** What a message is about, in a word that is short enough to be stored. */
export const typeOf = (value: unknown): string => (textOf(value) ?? 'unnamed').slice(0, 100)
