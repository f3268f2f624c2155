import { type Static, Type } from 'typebox'
import { type Api, operation } from './operation.ts'
import { Id, strict } from './words.ts'

/** Where a member waits, or waited, and what came of it. */
export const Wait = Type.Object({
  dropId: Id,
  quantity: Type.Integer(),
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('offered'),
    Type.Literal('passed'),
    Type.Literal('left'),
  ]),
  /** What was offered. */
  reservationId: Type.Optional(Id),
})
export type Wait = Static<typeof Wait>

/** What stock does with the personal data of a member, for members. Reservations are orders too. */
export const personalWaitOperations = {
  exportWaits: operation({
    summary: 'The lines in which a member waits or waited, the newest first',
    access: 'service',
    input: strict({ memberId: Id }),
    output: Type.Object({ waitlist: Type.Array(Wait) }),
  }),
  forgetMember: operation({
    summary:
      'Takes a member who is gone out of every line, so that nothing is offered to nobody. Repeating it is no error',
    access: 'service',
    input: strict({ memberId: Id }),
    /** Lines that could not be left, because what they brought is being paid. */
    output: Type.Object({ openWaits: Type.Integer() }),
  }),
} as const satisfies Api
