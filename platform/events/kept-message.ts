import type { ArrivedMessage } from './event-message.ts'

/**
 * A message that is no event we know, whole, as the data of its dead letter: what was wrong with it
 * stands in its headers as well, and is looked at again before it is ever applied.
 */
export function keptMessage({ headers, offset, ...message }: ArrivedMessage): string {
  return JSON.stringify({ ...message, headers: Object.fromEntries(headers), offset: `${offset}` })
}

/** The message that was kept so. Null where this is something else. */
export function messageIn(data: string): ArrivedMessage | null {
  const kept = parsed(data)
  if (!isKept(kept)) return null
  const { key, value, topic, partition } = kept
  const headers = new Map(Object.entries(kept.headers))
  return { key, value, headers, topic, partition, offset: BigInt(kept.offset) }
}

type Kept = Pick<ArrivedMessage, 'topic' | 'partition' | 'key' | 'value'> & {
  /** A number of any length. */
  readonly offset: string
  readonly headers: Readonly<Record<string, string>>
}

// By hand, because threads that hold databases do without the library of schemas and its memory.
function isKept(data: unknown): data is Kept {
  if (!isRecord(data)) return false
  const { topic, partition, offset, key = '', value = '', headers } = data
  return (
    [topic, offset, key, value].every(text => typeof text === 'string') &&
    /^\d+$/.test(String(offset)) &&
    Number.isInteger(partition) &&
    isRecord(headers) &&
    Object.values(headers).every(text => typeof text === 'string')
  )
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
