/** A text that a live message carries; null in a message of another shape. */
export function messageField(message: unknown, field: string): string | null {
  if (typeof message !== 'object' || message === null) return null
  const value: unknown = Reflect.get(message, field)
  return typeof value === 'string' ? value : null
}
