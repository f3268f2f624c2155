import { Type } from 'typebox'
import { Value } from 'typebox/value'
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
  if (!Value.Check(Kept, kept)) return null
  const { key, value, topic, partition } = kept
  const headers = new Map(Object.entries(kept.headers))
  return { key, value, headers, topic, partition, offset: BigInt(kept.offset) }
}

const Kept = Type.Object({
  topic: Type.String(),
  partition: Type.Integer(),
  /** A number of any length. */
  offset: Type.String({ pattern: '^\\d+$' }),
  key: Type.Optional(Type.String()),
  headers: Type.Record(Type.String(), Type.String()),
  value: Type.Optional(Type.String()),
})

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
