import type { Static, TSchema } from 'typebox'

/** A kind of fact that a service announces: its name, in the past tense, and what it tells. */
export type EventType<Name extends string = string, Data extends TSchema = TSchema> = {
  readonly type: Name
  readonly data: Data
  /** Few hear it, and its subject is none of those that the rest of its service is about. */
  readonly apart?: true
}

export function event<const Name extends string, Data extends TSchema>(
  type: Name,
  data: Data,
  more: Pick<EventType, 'apart'> = {},
): EventType<Name, Data> {
  return { type, data, ...more }
}

/** The types of these that travel apart. */
export const typesApart = (events: Readonly<Record<string, EventType>>): readonly string[] =>
  Object.values(events).flatMap(({ type, apart }) => (apart ? [type] : []))

/** A fact on its way. Names as in CloudEvents 1.0; `subject` keeps the order, `version` counts it. */
export type Event<Data = unknown> = {
  readonly id: string
  readonly type: string
  readonly source: string
  readonly subject: string
  /** Counts the facts about one subject by one source: 1, 2, 3 … */
  readonly version: number
  readonly timeMs: number
  readonly data: Data
}

/** A fact about to be announced; the outbox gives it its id and instant. */
export type NewEvent<Data = unknown> = Pick<Event<Data>, 'type' | 'subject' | 'version' | 'data'>

export type DataOf<T extends EventType> = Static<T['data']>
