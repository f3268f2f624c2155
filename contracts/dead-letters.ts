import { type Static, Type } from 'typebox'
import { type Api, operation } from './operation.ts'
import { InstantMs, Nothing, strict } from './words.ts'

/** Numbers of letters in one service's box. */
const LetterNumber = Type.Integer({ minimum: 1 })

const about = {
  /** The service that announced it. */
  source: Type.String(),
  type: Type.String(),
  subject: Type.String(),
  version: Type.Integer(),
  eventId: Type.String(),
  announcedAtMs: InstantMs,
  /** The beginning of what it tells, as it came: JSON where it is an event of ours. */
  data: Type.String(),
  reason: Type.String(),
  buriedAtMs: InstantMs,
}

/** An event that a service could not apply, or one that is parked behind such a one. */
export const KeptDeadLetter = Type.Object({
  number: LetterNumber,
  ...about,
  /** The first of its subject, itself where nothing lies before it. */
  firstNumber: LetterNumber,
})
export type KeptDeadLetter = Static<typeof KeptDeadLetter>

/** How far a subject's letters were applied. */
const Redriven = Type.Object({
  applied: Type.Integer({ minimum: 0 }),
  /** The one that failed again, or with which to go on; null where none is left. */
  stoppedAt: Type.Union([LetterNumber, Type.Null()]),
  /** Why it failed; null where it was not tried. */
  reason: Type.Union([Type.String(), Type.Null()]),
})

/** What every service that consumes events offers to the gateway, in its own API. */
export const keptDeadLettersApi = {
  listDeadLetters: operation({
    summary: 'Events that could not be applied here, in the order in which they were buried',
    access: 'service',
    input: strict({
      after: Type.Integer({ minimum: 0 }),
      limit: Type.Integer({ minimum: 1, maximum: 101 }),
    }),
    output: Type.Object({ items: Type.Array(KeptDeadLetter) }),
  }),
  redriveDeadLetter: operation({
    summary: 'Applies the first letter of a subject again, then those parked behind it, in order',
    access: 'service',
    input: strict({ number: LetterNumber }),
    output: Redriven,
    refusals: ['not_found', 'illegal_transition'],
  }),
  dropDeadLetter: operation({
    summary: 'Takes a letter away without applying it',
    access: 'service',
    input: strict({ number: LetterNumber }),
    output: Nothing,
    refusals: ['not_found'],
  }),
} as const satisfies Api

/** `orders:17`: the service that keeps it, and its number there. */
export const DeadLetterId = Type.String({ pattern: '^[a-z][a-z-]{0,39}:[1-9]\\d{0,14}$' })

/** The same, among those of all services. */
export const DeadLetter = Type.Object({
  deadLetterId: DeadLetterId,
  /** The service that could not apply it. */
  service: Type.String(),
  ...about,
  /** The letter that has to be applied before it; null where it is the first of its subject. */
  behind: Type.Union([DeadLetterId, Type.Null()]),
})
export type DeadLetter = Static<typeof DeadLetter>

export const RedrivenLetters = Type.Object({
  ...Redriven.properties,
  stoppedAt: Type.Union([DeadLetterId, Type.Null()]),
})
