import { type Static, Type } from 'typebox'
import { event } from './event.ts'
import { type Api, operation, type Streams } from './operation.ts'
import { personalWaitOperations } from './personal-waits.ts'
import { Id, InstantMs, list, Nothing, Quantity, strict } from './words.ts'

/**
 * A member's place in the line of a drop. `ahead` counts those who wait before, `place` is the
 * next after them; both are as of now. Who has been offered units, or is past that, has none ahead.
 */
export const WaitlistPlace = Type.Object({
  place: Type.Integer(),
  ahead: Type.Integer(),
  /** Units that were asked for; an offer may be of fewer. */
  quantity: Type.Integer(),
  /**
   * `taken`: the offer was paid. `passed`: it ran out of time, or none could be made. `left`: told
   * by the live stream alone, to whoever looks while the line is left on another device.
   */
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('offered'),
    Type.Literal('taken'),
    Type.Literal('passed'),
    Type.Literal('left'),
  ]),
  /** The offer: a reservation, to be paid as any other. */
  reservationId: Type.Optional(Id),
  offerExpiresAtMs: Type.Optional(InstantMs),
})
export type WaitlistPlace = Static<typeof WaitlistPlace>

const dropPath = strict({ dropId: Id })

/** What stock does for those who wait; part of its API. */
export const waitlistOperations = {
  joinWaitlist: operation({
    summary: 'Waits in line for units that come back; who waits or has an offer keeps it',
    access: 'verified',
    route: 'PUT /api/drops/:dropId/waitlist',
    input: strict({ dropId: Id, quantity: Quantity }),
    output: WaitlistPlace,
    refusals: [
      'drop_unknown',
      'drop_not_open',
      'drop_ended',
      'limit_exceeded',
      'units_available',
      'try_again',
    ],
  }),
  readWaitlistPlace: operation({
    summary: 'The place of the member in the line',
    access: 'member',
    route: 'GET /api/drops/:dropId/waitlist',
    input: dropPath,
    output: WaitlistPlace,
    refusals: ['not_found'],
  }),
  listWaitlistPlaces: operation({
    summary:
      'The member’s place in the line of a drop as a list, which is empty where there is none',
    access: 'member',
    route: 'GET /api/waitlist-places',
    input: dropPath,
    output: list(WaitlistPlace),
  }),
  leaveWaitlist: operation({
    summary: 'Leaves the line, or turns the offer down: the next in line has it',
    access: 'member',
    route: 'DELETE /api/drops/:dropId/waitlist',
    status: 204,
    input: dropPath,
    output: Nothing,
    refusals: ['not_found', 'reservation_pinned'],
  }),
  ...personalWaitOperations,
} as const satisfies Api

export const waitlistLive = {
  waitlist: {
    summary: 'The place in the line as it moves, and the offer when it comes',
    route: 'GET /api/drops/:dropId/waitlist/live',
    access: 'member',
    event: 'waitlist',
    snapshot: 'readWaitlistPlace',
    topic: ({ dropId, memberId }) => `waitlist:${dropId}:${memberId}`,
  },
} as const satisfies Streams

/** Among the events of stock. */
export const waitlistFacts = {
  /**
   * Units came back and are held for a member who waited, until they expire. Its subject is the
   * entry of the waitlist; the reservation is announced beside it as any other.
   */
  offered: event(
    'stock.offered',
    Type.Object({
      entryId: Id,
      dropId: Id,
      memberId: Id,
      reservationId: Id,
      orderId: Id,
      title: Type.String(),
      /** Of the SKU: which of the product it is. */
      options: Type.Optional(Type.Record(Type.String(), Type.String())),
      quantity: Type.Integer(),
      offeredAtMs: InstantMs,
      expiresAtMs: InstantMs,
    }),
    { apart: true },
  ),
}
