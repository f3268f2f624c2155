import type { Event } from '#contracts/event.ts'
import { keptMessage } from './kept-message.ts'

/** An event as it came over a log between processes: its data are JSON text, not read yet. */
export type ArrivedEvent = Event<string>

/** What a log between processes carries. Names as CloudEvents' Kafka binding has them, 1.0.2. */
type EventMessage = {
  readonly key: Buffer
  readonly value: Buffer
  readonly headers: Map<Buffer, Buffer>
}

/** A message as it lies on the log, whoever wrote it. */
export type ArrivedMessage = {
  readonly key: string | undefined
  readonly value: string | undefined
  readonly headers: ReadonlyMap<string, string>
  /** Where it lies. */
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

/** A message that is no event we know, as what can be told of it, for the dead letters: whole. */
type Unreadable = { readonly reason: string; readonly event: ArrivedEvent }

/**
 * The version of what all types tell. Facts are only ever added to; one whose meaning changes gets
 * a new name, so that this stays until the envelope itself changes.
 */
const DATA_VERSION = '1'

const names = {
  specVersion: 'ce_specversion',
  id: 'ce_id',
  source: 'ce_source',
  type: 'ce_type',
  timeMs: 'ce_timems',
  subjectVersion: 'ce_subjectversion',
  dataVersion: 'ce_dataversion',
} as const

const bytes = Object.fromEntries(
  Object.entries(names).map(([field, name]) => [field, Buffer.from(name)]),
) as Readonly<Record<keyof typeof names, Buffer>>

/** Bytes of what is said again and again: sources, types, small versions. */
const known = new Map<string, Buffer>()

function knownBytes(text: string): Buffer {
  const present = known.get(text)
  if (present !== undefined) return present
  const made = Buffer.from(text)
  if (known.size < 1_000) known.set(text, made)
  return made
}

/**
 * The subject is the key, which keeps its order. The instant is no timestamp of the message: a
 * broker takes none that is an hour ahead of its own clock, and forgets early what is behind it.
 */
export function messageOf(event: ArrivedEvent): EventMessage {
  return {
    key: Buffer.from(event.subject),
    value: Buffer.from(event.data),
    headers: new Map([
      [bytes.specVersion, knownBytes('1.0')],
      [bytes.id, Buffer.from(event.id)],
      [bytes.source, knownBytes(event.source)],
      [bytes.type, knownBytes(event.type)],
      [bytes.timeMs, Buffer.from(String(event.timeMs))],
      [bytes.subjectVersion, knownBytes(String(event.version))],
      [bytes.dataVersion, knownBytes(DATA_VERSION)],
    ]),
  }
}

/** What type of event a message says that it is, looked at before anything else. */
export const typeOf = (message: ArrivedMessage): string | undefined =>
  message.headers.get(names.type)

/** Reads a message from the topic of a service: all but its data. */
export function eventIn(message: ArrivedMessage, source: string): ArrivedEvent | Unreadable {
  const { key, value, headers } = message
  const at = `${message.topic}/${message.partition}@${message.offset}`
  const id = headers.get(names.id)
  const version = Number(headers.get(names.subjectVersion))
  const timeMs = Number(headers.get(names.timeMs))
  const event = {
    id: id ?? at,
    type: (headers.get(names.type) ?? '(none)').slice(0, 100),
    source,
    // Without a key it has no order either, and blocks nobody but itself.
    subject: (key ?? at).slice(0, 100),
    version: isVersion(version) ? version : 0,
    timeMs: Number.isSafeInteger(timeMs) ? timeMs : 0,
    data: value ?? '',
  }
  const reason = faultOf(message, source, event)
  if (reason === null) return event
  // What has no id of ours is known by its place, so that it is buried once.
  return { reason, event: { ...event, id: at.slice(-100), data: keptMessage(message) } }
}

function faultOf(message: ArrivedMessage, source: string, event: ArrivedEvent): string | null {
  const { headers } = message
  const missing = Object.values(names).find(name => !headers.has(name))
  if (message.key === undefined) return 'It has no key, which tells its subject.'
  if (message.value === undefined) return 'It has no data.'
  if (missing !== undefined) return `It has no header ${missing}.`
  if (headers.get(names.specVersion) !== '1.0') return 'Its envelope is of an unknown version.'
  if (headers.get(names.dataVersion) !== DATA_VERSION) return 'Its data are of an unknown version.'
  if (headers.get(names.source) !== source) return `It is not from ${source}.`
  if (!EVENT_ID.test(event.id) || !event.id.startsWith(`${source}:`))
    return 'Its id is none of ours.'
  if (!isVersion(Number(headers.get(names.subjectVersion))))
    return 'Its version is no number of ours.'
  if (event.subject !== message.key || event.subject === '') return 'Its key is no subject of ours.'
  return null
}

/** What has room in an `integer` of MySQL: a letter that cannot be buried would be read for ever. */
const isVersion = (version: number): boolean =>
  Number.isInteger(version) && version >= 0 && version < 2 ** 31

/** Its source, the number of its row in the outbox, and which of the row's events it is. */
export const EVENT_ID = /^[^:]{1,60}:([1-9]\d{0,11})(?:\.([1-9]\d{0,2}))?$/

/** The place on a log of what has no id of ours. */
export const PLACE_ID = /\/\d+@\d+$/
